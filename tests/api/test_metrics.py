"""/metrics counts what happened, in the form that Prometheus reads, with labels from fixed lists only."""

import json
import re
from pathlib import Path

import pytest
import yaml

import leadlight
from api_ads import PLAIN_AD
from leadlight.api.counted_requests import route_of
from leadlight.api.tally import SECONDS, Counter, Histogram
from running_app import RunningApp

OBSERVABILITY = Path(leadlight.__file__).parents[1] / "observability"
LINE = re.compile(r'[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[0-9.e+-]+')


def value(app: RunningApp, line: str) -> float:
    (found,) = [one for one in app.client.get("/metrics").text.splitlines() if one.startswith(f"{line} ")] or [" 0"]
    return float(found.rsplit(" ", 1)[1])


def test_every_line_is_one_that_prometheus_reads(app: RunningApp) -> None:
    app.check(text=PLAIN_AD)
    answer = app.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in answer.text.splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line), line


def test_answers_checks_levels_and_cache_are_counted(app: RunningApp) -> None:
    names = [
        'leadlight_requests_total{route="/v1/check",status="200"}',
        'leadlight_answers_total{cache="miss"}',
        'leadlight_answers_total{cache="hit"}',
        'leadlight_check_seconds_count{check="wording"}',
        'leadlight_check_seconds_count{check="contact"}',
        'leadlight_reading_seconds_count{how="sent"}',
    ]
    before = [value(app, name) for name in names]
    level = app.verdict(text=PLAIN_AD + " app.")["level"]
    app.verdict(text=PLAIN_AD + " app.")
    assert [value(app, name) - was for name, was in zip(names, before, strict=True)] == [2, 1, 1, 1, 1, 1]
    assert value(app, f'leadlight_levels_total{{level="{level}"}}') >= 1
    assert value(app, 'leadlight_breaker_open{part="database"}') == 0
    assert value(app, "process_resident_memory_bytes") > 10_000_000


def test_what_was_refused_is_counted_by_its_problem(app: RunningApp) -> None:
    names = [
        'leadlight_refused_total{problem="address-refused"}',
        'leadlight_requests_total{route="/v1/",status="404"}',
    ]
    before = [value(app, name) for name in names]
    app.check(url="http://10.0.0.1/")
    app.client.get("/v1/nothing/here")
    assert [value(app, name) - was for name, was in zip(names, before, strict=True)] == [1, 1]


def test_a_route_never_holds_what_somebody_looked_for() -> None:
    for path in ("/v1/lookups/a3f0", "/desk/clusters/aa", "/+48600100200", "/problems/x", "//evil", ""):
        assert route_of(path) in {"/v1/lookups", "/desk", "/problems", "other"}


def test_a_histogram_is_cumulative_and_ends_with_everything() -> None:
    histogram = Histogram("seconds", "Seconds.", "of")
    for seconds in (0.0001, SECONDS[0], 3, 1_000):
        histogram.add(seconds, "a")
    lines = list(histogram.lines())
    assert lines[0] == 'seconds_bucket{of="a",le="0.001"} 2'
    assert 'seconds_bucket{of="a",le="+Inf"} 4' in lines
    assert lines[-1] == 'seconds_count{of="a"} 4'


def test_a_function_that_raises_is_timed_all_the_same() -> None:
    histogram = Histogram("seconds", "Seconds.", "of")
    with pytest.raises(ZeroDivisionError):
        histogram.timed(lambda: 1 / 0, "a")()
    assert list(histogram.lines())[-1].endswith(" 1")


def test_nothing_counted_is_nought() -> None:
    assert Counter("a", "A.", "of").value("b") == 0
    assert list(Counter("a", "A.", "of").lines()) == []


def test_dashboard_and_alerts_name_only_metrics_that_exist(app: RunningApp) -> None:
    there = set(re.findall(r"^# TYPE (\S+)", app.client.get("/metrics").text, re.MULTILINE)) | {"up"}
    dashboard = json.loads((OBSERVABILITY / "dashboard.json").read_text("utf-8"))
    alerts = yaml.safe_load((OBSERVABILITY / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [alert["expr"] for alert in alerts]
    assert len(asked) > 20
    for expression in asked:
        named = {
            re.sub(r"_(bucket|sum|count)$", "", name) for name in re.findall(r"\b(?:leadlight|process)_\w+", expression)
        }
        assert named <= there, expression
    assert all(alert["annotations"]["to_do"] for alert in alerts)
