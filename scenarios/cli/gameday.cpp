// paddock gameday: from a dump or a fleet file to one row a drill, tenants by name.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/experiment/drills.hpp"
#include "scenarios/import/import.hpp"
#include "scenarios/language/parse.hpp"
#include "scenarios/language/scalars.hpp"
#include "scenarios/report/numbers.hpp"
#include "scenarios/report/sanitize.hpp"
#include "scenarios/report/table.hpp"
#include "scenarios/report/wording.hpp"

namespace paddock::scenarios::cli {
namespace {

struct GivenFleet {
  Node node;
  std::string file;
};

/// What may be read twice: a file that is no larger than fleets are.
bool may_be_fleet(const std::string& file) {
  constexpr std::uintmax_t largest = std::uintmax_t{2} << 20U;
  std::error_code error;
  return std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) <= largest;
}

/// One file that says `fleet:` is a fleet; everything else is a dump.
std::optional<GivenFleet> given_fleet(const GamedayOptions& options, Problems& problems) {
  const auto naming = naming_of(options.tenant_from, problems);
  if (!naming) return std::nullopt;
  const std::string& first = options.files.front();
  const bool by_name = first.ends_with(".yaml") || first.ends_with(".yml");
  if (options.files.size() == 1 && (by_name || may_be_fleet(first))) {
    Problems own;
    auto node = load(first, own);
    if (!node && by_name) return problems.add(own), std::nullopt;
    if (node && node->find("fleet") != nullptr && node->find("regions") != nullptr)
      return GivenFleet{std::move(*node), first};
  }
  auto imported = import_kubectl(options.files, {.tenants = *naming}, problems);
  if (!imported) return std::nullopt;
  auto node = parse_text(first, imported->yaml, problems, Syntax::yaml);
  if (!node) return std::nullopt;
  say_notes(*imported);
  return GivenFleet{std::move(*node), first};
}

/// Tenants that a drill hurts, weakest first, as far as one line goes.
std::string tenants_text(const Report& row) {
  for (auto why = row.explanations.rbegin(); why != row.explanations.rend(); ++why) {
    if (why->subject.empty()) continue;
    std::string text = shown(why->subject);
    for (const std::string& other : why->others) text += ", " + shown(other);
    const auto more = why->others_count - static_cast<std::int64_t>(why->others.size());
    return more > 0 ? text + " and " + std::to_string(more) + " more" : text;
  }
  return "";
}

/// Tenants stand by name in a column of their own.
std::string what_was_hit(const Report& row) {
  if (row.faults.empty()) return "";
  FaultReport fault = row.faults.front();
  fault.tenants = 0;
  return hit_text(fault);
}

/// "38.4 s (33.5 s to 44.3 s)".
std::string outage_text(const TargetReport& outage) {
  const std::string interval = interval_text(outage);
  return estimate_text(outage) + (interval.empty() ? "" : " (" + interval + ")");
}

/// Runs in which the target held that held in fewest.
std::string held_least(const Report& row) {
  const auto least = std::ranges::min_element(
      row.targets, {}, [](const TargetReport& target) { return target.runs_held.value_or(target.runs); });
  return least->runs_held ? std::to_string(*least->runs_held) + "/" + std::to_string(least->runs) : "";
}

/// What stands above the table: of what, and what its words mean.
std::string heading(const std::vector<ScenarioReport>& reports) {
  const Report& row = reports.front().rows.front();
  return "game day of " + shown(fleet_text(row)) + "   seed " + std::to_string(row.seed) + "\n" +
         "PASS: every tenant keeps a Ready pod, and no outage lasts over " + write_duration(drill_outage_limit) + " (" +
         write_duration(drill_outage_limit_of_database) + " where databases fail over), in " +
         readable_share(row.targets.front().required_share) + " of runs, at " +
         readable_share(row.targets.front().confidence) + " confidence.\nOutages stand with their " +
         interval_title(row) + ". A loss or a crash lasts " + write_duration(drill_lasts) +
         ": no outage in it was watched for longer.\n\n";
}

std::string drill_table(const std::vector<ScenarioReport>& reports, const CommonOptions& common) {
  const Paper paper{.colour = colours(common)};
  Table table({{.title = "drill"},
               {.title = "verdict"},
               {.title = "runs held"},
               {.title = "hit"},
               {.title = "longest outage"},
               {.title = "tenants, weakest first", .shrink = Shrink::wrap}});
  for (const ScenarioReport& report : reports) {
    const Report& row = report.rows.front();
    const TargetReport& outage = row.targets.back();
    table.add({shown(report.scenario), Cell(std::string(verdict_word(report.verdict)), report.verdict), held_least(row),
               what_was_hit(row), outage_text(outage), tenants_text(row)});
  }
  return heading(reports) + table.text(paper);
}

}  // namespace

int gameday_command(const GamedayOptions& options) {
  Problems problems;
  const auto fleet = given_fleet(options, problems);
  const auto design = design_options(options.common, problems);
  std::optional<FleetReader> reader;
  if (fleet) reader.emplace(fleet->node);
  const auto made = reader && design ? reader->read(design->set, {}, problems) : nullptr;
  spare_inputs(options.common.out, options.files, problems);
  if (fleet) spare_inputs(options.common.out, files_of(fleet->node), problems);
  if (!made || !problems.empty()) return refuse(problems);

  const Drills drills = drills_of(made->fleet);
  std::vector<Designs> all;
  Pasts pasts;
  for (const Drill& drill : drills.drills) {
    auto designs = make_designs(drill.scenario, *reader, {fleet->file, fleet->file}, *design, problems);
    if (!designs) return refuse(problems);
    pasts.expect(designs->rows.front());
    all.push_back(*std::move(designs));
  }
  std::vector<ScenarioReport> reports;
  for (const Designs& designs : all) reports.push_back(run_with_progress(designs, options.common, pasts));
  warn_of_age(reports, options.common.today);
  for (const std::string& why : drills.left_out) std::cerr << "paddock: left out: " << escaped(why) << "\n";
  if (reports.empty()) {
    problems.add_file(fleet->file, "no drill makes sense here", "a fleet with tenants that have pods");
    return refuse(problems);
  }
  const bool text = options.common.format == Format::text;
  if (!deliver(text ? drill_table(reports, options.common) : formatted(reports, options.common), options.common.out))
    return 2;
  Verdict verdict = Verdict::pass;
  for (const ScenarioReport& report : reports)
    if (verdict_code(report.verdict, options.common.undecided) > verdict_code(verdict, options.common.undecided))
      verdict = report.verdict;
  return verdict_code(verdict, options.common.undecided);
}

}  // namespace paddock::scenarios::cli
