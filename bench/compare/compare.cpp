#include "bench/compare/compare.hpp"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace paddock::bench {
namespace {

using Json = nlohmann::json;

Json parse(std::string_view text) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& e) {
    throw BadInput(e.what());
  }
}

double positive(const Json& object, const char* field, const std::string& where) {
  const auto found = object.find(field);
  if (found == object.end() || !found->is_number() || !(found->get<double>() > 0))
    throw BadInput(where + ": \"" + field + "\" should be a number above 0");
  return found->get<double>();
}
std::optional<double> positive_if_there(const Json& object, const char* field, const std::string& where) {
  if (!object.contains(field)) return std::nullopt;
  return positive(object, field, where);
}

double ns_per_unit(const Json& benchmark, const std::string& name) {
  const std::string unit = benchmark.value("time_unit", "ns");
  if (unit == "ns") return 1;
  if (unit == "us") return 1e3;
  if (unit == "ms") return 1e6;
  if (unit == "s") return 1e9;
  throw BadInput(name + ": not a unit of time: " + unit);
}

std::string reference_of(const std::string& name, const Times& times) {
  static constexpr std::string_view ours = "/paddock", theirs = "/reference";
  if (const auto at = name.find(ours); at != std::string::npos) {
    std::string twin = name;
    twin.replace(at, ours.size(), theirs);
    if (times.contains(twin)) return twin;
  }
  return std::string(yardstick);
}

Row judge_one(const std::string& name, const Baseline& baseline, const Stored* stored, const double* now) {
  Row row{.name = name, .stored = {}, .now = {}, .band = baseline.band, .at_most = {}, .verdict = Verdict::same};
  if (now != nullptr) row.now = *now;
  if (stored == nullptr) {
    row.verdict = Verdict::is_new;
    return row;
  }
  row.stored = stored->ratio;
  row.at_most = stored->at_most;
  row.band = stored->band.value_or(baseline.band);
  if (now == nullptr)
    row.verdict = Verdict::missing;
  else if (stored->at_most && *now > *stored->at_most)
    row.verdict = Verdict::too_slow;
  else if (*now > stored->ratio * (1 + row.band))
    row.verdict = Verdict::slower;
  else if (*now < stored->ratio / (1 + row.band))
    row.verdict = Verdict::faster;
  return row;
}

const char* words(Verdict verdict) {
  switch (verdict) {
    case Verdict::same:
      return "ok";
    case Verdict::faster:
      return "faster: store it?";
    case Verdict::slower:
      return "SLOWER";
    case Verdict::too_slow:
      return "TOO SLOW";
    case Verdict::missing:
      return "MISSING in this run";
    case Verdict::is_new:
      return "new: not stored";
  }
  return "";
}

std::string number(std::optional<double> x) {
  if (!x) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", *x);
  return text;
}
std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size(), width), ' ');
  return text;
}

}  // namespace

Times read_run(std::string_view json) {
  const Json run = parse(json);
  if (!run.contains("benchmarks") || !run["benchmarks"].is_array() || run["benchmarks"].empty())
    throw BadInput("not a run of the benchmarks: no \"benchmarks\"");
  Times times;
  for (const Json& b : run["benchmarks"]) {
    const std::string name = b.value("run_name", b.value("name", ""));
    if (name.empty()) throw BadInput("a benchmark without a name");
    if (b.value("error_occurred", false)) throw BadInput(name + ": " + b.value("error_message", "failed"));
    if (b.value("run_type", "iteration") == "aggregate" && b.value("aggregate_name", "") != "median") continue;
    const double ns = positive(b, "cpu_time", name) * ns_per_unit(b, name);
    const auto [known, added] = times.emplace(name, ns);
    if (!added) known->second = std::min(known->second, ns);
  }
  return times;
}

std::map<std::string, double> ratios_of(const Times& times) {
  std::map<std::string, double> ratios;
  for (const auto& [name, ns] : times) {
    if (name.find("/reference") != std::string::npos) continue;
    const auto reference = times.find(reference_of(name, times));
    if (reference == times.end())
      throw BadInput(name + ": nothing to compare with, run " + std::string(yardstick) + " too");
    ratios.emplace(name, ns / reference->second);
  }
  if (ratios.empty()) throw BadInput("nothing but the reference kernel was run");
  return ratios;
}

Baseline read_baseline(std::string_view json) {
  const Json file = parse(json);
  if (!file.is_object() || file.value("schema", "") != "paddock.bench/1" || !file.contains("benchmarks") ||
      !file["benchmarks"].is_object())
    throw BadInput("not a baseline: \"schema\" should be \"paddock.bench/1\", \"benchmarks\" an object");
  Baseline baseline;
  baseline.band = positive(file, "band", "baseline");
  for (const auto& [name, b] : file["benchmarks"].items())
    baseline.benchmarks[name] = {.ratio = positive(b, "ratio", name),
                                 .at_most = positive_if_there(b, "at_most", name),
                                 .band = positive_if_there(b, "band", name)};
  return baseline;
}

std::string write(const Baseline& baseline) {
  Json file = {{"schema", "paddock.bench/1"}, {"band", baseline.band}, {"benchmarks", Json::object()}};
  for (const auto& [name, stored] : baseline.benchmarks) {
    Json& b = file["benchmarks"][name];
    b["ratio"] = std::stod(number(stored.ratio));
    if (stored.at_most) b["at_most"] = *stored.at_most;
    if (stored.band) b["band"] = *stored.band;
  }
  return file.dump(2) + "\n";
}

std::vector<Row> judge(const Baseline& baseline, const std::map<std::string, double>& ratios) {
  std::vector<Row> rows;
  for (const auto& [name, stored] : baseline.benchmarks) {
    const auto now = ratios.find(name);
    rows.push_back(judge_one(name, baseline, &stored, now == ratios.end() ? nullptr : &now->second));
  }
  for (const auto& [name, now] : ratios)
    if (!baseline.benchmarks.contains(name)) rows.push_back(judge_one(name, baseline, nullptr, &now));
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
  return rows;
}

bool is_regression(Verdict verdict) {
  return verdict == Verdict::slower || verdict == Verdict::too_slow || verdict == Verdict::missing;
}

std::string table(const std::vector<Row>& rows) {
  std::size_t width = 9;
  for (const Row& row : rows) width = std::max(width, row.name.size());
  const auto line = [width](const std::string& name, const std::string& stored, const std::string& now,
                            const std::string& change, const std::string& at_most, const std::string& verdict) {
    return padded(name, width) + "  " + padded(stored, 9) + "  " + padded(now, 9) + "  " + padded(change, 8) + "  " +
           padded(at_most, 8) + "  " + verdict + "\n";
  };
  std::string text = "time divided by the reference kernel's in the same run\n" +
                     line("benchmark", "stored", "now", "change", "at most", "verdict");
  for (const Row& row : rows) {
    char change[32] = "-";
    if (row.stored && row.now) std::snprintf(change, sizeof change, "%+.1f %%", 100 * (*row.now / *row.stored - 1));
    char band[48] = "";
    if (row.verdict == Verdict::slower) std::snprintf(band, sizeof band, " (band %.0f %%)", 100 * row.band);
    text += line(row.name, number(row.stored), number(row.now), change, number(row.at_most),
                 std::string(words(row.verdict)) + band);
  }
  return text;
}

Baseline store(Baseline baseline, const std::map<std::string, double>& ratios) {
  for (const auto& [name, ratio] : ratios) baseline.benchmarks[name].ratio = ratio;
  return baseline;
}

}  // namespace paddock::bench
