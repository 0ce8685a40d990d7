#include "scenarios/report/json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

using Json = nlohmann::ordered_json;

/// Absent if there is no finite number: JSON has no others.
void put(Json& j, const char* key, std::optional<double> value) {
  if (value && std::isfinite(*value)) j[key] = *value;
}
void put(Json& j, const char* key, const std::optional<std::string>& value) {
  if (value) j[key] = *value;
}
void put_said(Json& j, const char* key, const std::string& value) {
  if (!value.empty()) j[key] = value;
}

Json target(const TargetReport& t) {
  Json j = Json::object();
  j["expression"] = t.expression;
  put_said(j, "sentence", t.sentence);
  put_said(j, "metric", t.metric);
  if (t.watched)
    j["watched"] = true;  // it has no verdict
  else
    j["verdict"] = verdict_name(t.verdict);
  put(j, "error", t.error);
  j["unit"] = t.unit;
  put(j, "limit", t.limit);
  put(j, "estimate", t.estimate);
  put(j, "low", t.low);
  put(j, "high", t.high);
  put(j, "worst", t.worst);
  put(j, "worst_entity", t.worst_entity);
  put(j, "confidence", t.confidence);
  j["method"] = method_name(t.method);
  j["runs"] = t.runs;
  if (t.runs_held) {
    j["runs_held"] = *t.runs_held;
    put(j, "required_share", t.required_share);
    put(j, "share_low", t.share_low);
    put(j, "share_high", t.share_high);
  }
  if (t.runs_cut > 0) j["runs_cut"] = t.runs_cut;
  if (t.runs_empty > 0) j["runs_empty"] = t.runs_empty;
  if (t.runs_without_value > 0) j["runs_without_value"] = t.runs_without_value;
  if (t.without_window.all() > 0)
    j["runs_without_window"] = {{"step_absent", t.without_window.step_absent},
                                {"horizon", t.without_window.horizon},
                                {"too_short", t.without_window.too_short}};
  if (t.runs_for_bounds) j["runs_for_bounds"] = *t.runs_for_bounds;
  if (t.decided_after) j["decided_after"] = *t.decided_after;
  return j;
}

Json fault(const FaultReport& f) {
  Json j = Json::object();
  j["step"] = f.step;
  j["what"] = f.what;
  put(j, "at_s", f.at_s);
  j["hit"] = {
      {"nodes", f.nodes}, {"pods", f.pods}, {"tenants", f.tenants}, {"databases", f.databases}, {"calls", f.calls}};
  j["runs_hit"] = f.runs_hit;
  j["runs"] = f.runs;
  return j;
}

Json explanation(const Explanation& e) {
  Json j = Json::object();
  j["target"] = e.target;
  j["run"] = e.run;
  put_said(j, "subject", e.subject);
  put_said(j, "summary", e.summary);
  j["causes"] = e.causes;
  j["chain"] = Json::array();
  for (std::size_t i = 0; i < e.chain.size(); ++i) {
    Json link = Json::object();
    put(link, "at_s", e.chain[i].at_s);
    link["event"] = e.chain[i].event;
    link["subject"] = e.chain[i].subject;
    if (i > 0) link["because"] = e.chain[i - 1].event;
    j["chain"].push_back(std::move(link));
  }
  j["others"] = e.others;
  j["others_count"] = e.others_count;
  return j;
}

Json assumption(const AssumptionReport& a) {
  Json j = Json::object();
  j["path"] = a.path;
  j["value"] = a.value;
  put_said(j, "source", a.source);
  put_said(j, "confidence", a.confidence);
  if (!a.low.empty() || !a.high.empty()) j["range"] = Json::array({a.low, a.high});
  return j;
}

template <class T>
Json list(const std::vector<T>& items, Json (*one)(const T&)) {
  Json j = Json::array();
  for (const T& item : items) j.push_back(one(item));
  return j;
}

/// How the row ended.
void put_verdict(Json& j, const Report& r) {
  j["verdict"] = verdict_name(r.verdict);
  put(j, "error", r.error);
  put_said(j, "expected", r.expected);
  put(j, "because", r.because);
  j["as_expected"] = r.as_expected;
}

void put_row(Json& j, const Report& r) {
  put_said(j, "about", r.about);
  put_said(j, "scenario_file", r.scenario_file);
  put_said(j, "fleet", r.fleet);
  put_said(j, "fleet_file", r.fleet_file);
  put(j, "observed", r.observed);
  for (const auto& [path, value] : r.choices) j["choices"][path] = value;
  j["seed"] = r.seed;
  put_verdict(j, r);
  j["replications"] = r.replications;
  put_said(j, "stopped_by", r.stopped_by);
  j["events"] = r.events;
  put(j, "simulated_s", r.simulated_s);
  j["deterministic"] = r.deterministic;
  j["targets"] = list(r.targets, target);
  j["faults"] = list(r.faults, fault);
  j["explanations"] = list(r.explanations, explanation);
  j["coverage"] = {{"described", r.coverage.described},
                   {"assumed", r.coverage.assumed},
                   {"not_described", r.coverage.not_described},
                   {"not_modelled", r.coverage.not_modelled}};
  j["assumptions"] = list(r.assumptions, assumption);
  j["warnings"] = r.warnings;
  j["digest"] = r.digest;
}

Json row(const Report& r) {
  Json j = Json::object();
  put_row(j, r);
  return j;
}

Json document(const ScenarioReport& report) {
  Json j = Json::object();  // not braces: compilers differ on what {{"a", "b"}} is
  j["schema"] = "paddock.report/1";
  put_said(j, "paddock", report.paddock);
  j["scenario"] = report.scenario;
  if (report.rows.size() == 1) {
    put_row(j, report.rows.front());
  } else if (const Report* decisive = decisive_row(report)) {
    put_said(j, "fleet", decisive->fleet);
    j["seed"] = decisive->seed;
    put_said(j, "expected", decisive->expected);
    put(j, "because", decisive->because);
  }
  j["verdict"] = verdict_name(report.verdict);
  j["as_expected"] = report.as_expected;
  if (report.rows.size() != 1) j["rows"] = list(report.rows, row);
  j["digest"] = report.digest;
  return j;
}

std::string printed(const Json& j) {
  return json_without_hidden(j.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace

std::string json_report(const ScenarioReport& report) { return printed(document(report)); }

std::string json_reports(std::span<const ScenarioReport> reports) {
  Json j = Json::object();
  j["schema"] = "paddock.test/1";
  j["as_expected"] = std::all_of(reports.begin(), reports.end(), [](const ScenarioReport& r) { return r.as_expected; });
  j["reports"] = Json::array();
  for (const auto& r : reports) j["reports"].push_back(document(r));
  return printed(j);
}

}  // namespace paddock::scenarios
