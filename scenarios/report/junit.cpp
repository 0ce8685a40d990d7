#include "scenarios/report/junit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "scenarios/report/misses.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios {
namespace {

std::string xml(std::string_view text) { return safe(text, Medium::xml); }

std::string content(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += xml(line) + "\n";
  return out;
}

struct Counts {
  int tests = 0, failures = 0, errors = 0, skipped = 0;
  void add(const Counts& o) { tests += o.tests, failures += o.failures, errors += o.errors, skipped += o.skipped; }
  std::string attributes() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures, errors, skipped);
  }
};

/// The cases of one scenario as they are written.
class Suite {
 public:
  explicit Suite(const ScenarioReport& report) : class_name_("paddock." + report.scenario) {
    std::replace(class_name_.begin(), class_name_.end(), '/', '.');
  }

  /// `message`: one line for overviews; `lines`: all of it.
  void add(const std::string& name, CaseResult outcome, std::string_view message,
           const std::vector<std::string>& lines) {
    const int times = ++names_[name];  // a second case of one name would be dropped by GitLab
    const std::string unique = times > 1 ? fmt::format("{} ({})", name, times) : name;
    text_ += fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n", xml(class_name_), xml(unique));
    counts_.tests += 1;
    switch (outcome) {
      case CaseResult::passed:
        element("system-out", {}, lines);
        break;
      case CaseResult::failed:
        ++counts_.failures, element("failure", message, lines, "target missed");
        break;
      case CaseResult::errored:
        ++counts_.errors, element("error", message, lines, "not judged");
        break;
      case CaseResult::skipped:
        ++counts_.skipped, element("skipped", message, lines);
        break;
    }
    text_ += "    </testcase>\n";
  }

  const Counts& counts() const { return counts_; }
  const std::string& text() const { return text_; }

 private:
  void element(std::string_view tag, std::string_view message, const std::vector<std::string>& lines,
               std::string_view type = {}) {
    text_ += fmt::format("      <{}", tag);
    if (!message.empty()) text_ += " message=\"" + xml(message) + "\"";
    if (!type.empty()) text_ += " type=\"" + xml(type) + "\"";
    text_ += fmt::format(">{}</{}>\n", content(lines), tag);
  }

  std::string class_name_, text_;
  std::map<std::string, int> names_;
  Counts counts_;
};

std::string in_row(const Report& row, std::string name) {
  const std::string choices = choices_text(row);
  return choices.empty() ? name : name + " [" + choices + "]";
}

void add_target(Suite& suite, const ScenarioReport& report, const Report& row, const TargetReport& target) {
  std::vector<std::string> lines = target_lines(row, target);
  const CaseResult result = case_result(report, row, target);
  if (target.verdict == Verdict::fail)
    lines.insert(lines.begin(), result != CaseResult::passed ? verdict_line(report)
                                : row.expected == "any"      ? "FAIL, which this scenario allows"
                                                             : "FAIL, as expected");
  const std::string message = result == CaseResult::errored && target.error ? *target.error
                              : result == CaseResult::skipped               ? "undecided: " + numbers_text(target)
                                                                            : numbers_text(target);
  suite.add(in_row(row, target.expression), result, message, lines);
}

void add_row(Suite& suite, const ScenarioReport& report, const Report& row) {
  bool said = false;
  for (const auto& t : row.targets) {
    if (t.watched) continue;  // no case: it neither passes nor fails
    add_target(suite, report, row, t);
    said = said || case_result(report, row, t) == CaseResult::errored;
  }
  if (row.verdict != Verdict::error || said) return;
  const std::string why = row.error.value_or("the scenario could not be judged");
  suite.add(in_row(row, "verdict"), CaseResult::errored, why, {why});
}

std::string properties(const ScenarioReport& report) {
  std::string out = "    <properties>\n";
  const auto property = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) out += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml(value));
  };
  property("verdict", verdict_line(report));
  if (const Report* row = decisive_row(report)) {
    property("file", row->scenario_file);
    property("fleet", fleet_text(*row));
    property("seed", std::to_string(row->seed));
    property("runs", runs_text(*row));
  }
  for (const auto& row : report.rows)
    for (const auto& t : row.targets)
      if (t.watched) property("watched: " + xml(in_row(row, t.expression)), numbers_text(t));
  property("digest", report.digest);
  return out + "    </properties>\n";
}

Suite suite_of(const ScenarioReport& report) {
  Suite suite(report);
  for (const auto& row : report.rows) add_row(suite, report, row);
  const Counts c = suite.counts();
  if (verdict_is_the_news(report) && c.errors == 0) {
    const std::string line = verdict_line(report);
    suite.add("verdict", report.verdict == Verdict::error ? CaseResult::errored : CaseResult::failed, line, {line});
  }
  return suite;
}

}  // namespace

std::string junit_report(std::span<const ScenarioReport> reports) {
  Counts all;
  std::string suites;
  for (const auto& report : reports) {
    const Suite suite = suite_of(report);
    all.add(suite.counts());
    suites += fmt::format("  <testsuite name=\"{}\" {}>\n", xml(report.scenario), suite.counts().attributes());
    suites += properties(report) + suite.text() + "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"paddock\" " + all.attributes() + ">\n" +
         suites + "</testsuites>\n";
}

}  // namespace paddock::scenarios
