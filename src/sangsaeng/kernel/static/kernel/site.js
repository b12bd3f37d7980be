// Nothing here is needed to use the site; it only spares people a double send and a silent failure.

const RELEASE_MS = 5000;

function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
}

// One send per press. A form that answers with a download comes free again by itself.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(release, RELEASE_MS, form);
  },
  true,
);

// Enter that finishes a Hangul syllable is not Enter that sends the form.
document.addEventListener(
  "keydown",
  (event) => {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && composing && event.target.tagName === "INPUT") event.preventDefault();
  },
  true,
);

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form");
  if (form) release(form);
});

// A fragment that fails says so instead of doing nothing.
function say(which) {
  const line = document.querySelector(".trouble");
  line.textContent = line.dataset[which];
  line.hidden = false;
}
document.addEventListener("htmx:responseError", () => say("failed"));
document.addEventListener("htmx:sendError", () => say("offline"));
document.addEventListener("htmx:beforeRequest", () => {
  document.querySelector(".trouble").hidden = true;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
