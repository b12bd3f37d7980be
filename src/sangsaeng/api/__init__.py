"""The JSON API that joins the modules' routers."""
