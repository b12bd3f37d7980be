"""The plots say the same as their figures."""

from django.utils.translation import override

from sangsaeng.kernel.plots import bars, target_bar, target_key


def test_target_bar_draws_every_part_to_one_scale() -> None:
    with override("ko"):
        svg = target_bar("기업 수", verified=5, done=10, target=20, last_year=15, unit="개사")

    assert svg == (
        '<svg class="plot" role="img" width="100%" height="32" focusable="false">'
        "<title>기업 수</title>"
        "<desc>확인 5개사 · 완료 10개사 · 목표 20개사 · 지난해 15개사</desc>"
        '<rect class="plot-track" width="100%" height="16" y="8" rx="4"/>'
        '<rect class="plot-done" width="47.62%" height="16" y="8" rx="4"/>'
        '<rect class="plot-verified" width="23.81%" height="16" y="8" rx="4"/>'
        '<line class="plot-halo" x1="71.43%" x2="71.43%" y1="3" y2="29"/>'
        '<line class="plot-last-year" x1="71.43%" x2="71.43%" y1="3" y2="29"/>'
        '<line class="plot-halo" x1="95.24%" x2="95.24%" y1="0" y2="32"/>'
        '<line class="plot-target" x1="95.24%" x2="95.24%" y1="0" y2="32"/></svg>'
    )


def test_target_bar_escapes_its_title() -> None:
    assert "<title>&lt;b&gt;</title>" in target_bar("<b>", done=1)


def test_target_key_tells_unmeasured_from_zero() -> None:
    with override("ko"):
        unmeasured = target_key(target=150, unit="건")
        zero = target_key(verified=0, unit="건")

    assert unmeasured == (
        '<span class="unmeasured">아직 측정하지 않음</span> <span class="target">목표 150건</span>'
    )
    assert zero == '<span class="verified">확인 0건</span>'


def test_bars_keep_the_figures_as_a_table() -> None:
    with override("ko"):
        html = bars("종류별", [("설비", 4), ("<집기>", 1)], "건")

    assert html.count('width="25.00%"') == 1
    assert html.endswith(
        '<summary>표로 보기</summary><table><caption class="unseen">종류별</caption><tbody>'
        '<tr><th scope="row">설비</th><td class="number">4건</td></tr>'
        '<tr><th scope="row">&lt;집기&gt;</th><td class="number">1건</td></tr>'
        "</tbody></table></details></figure>"
    )


def test_bars_without_rows_draw_nothing() -> None:
    with override("ko"):
        assert "<rect" not in bars("종류별", [])
