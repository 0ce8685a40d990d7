// paddock schedule: where a pod goes on a cluster, and why.
#include "scenarios/schedule/schedule.hpp"

#include <algorithm>
#include <iostream>

#include "scenarios/cli/console.hpp"
#include "scenarios/schedule/fleet_cluster.hpp"
#include "scenarios/schedule/text.hpp"

namespace paddock::scenarios::cli {
namespace {

// Every node is looked at unless a configuration asks for less, so that an answer does not depend on where the search
// would have stood.
constexpr int all_nodes = 100;

void say(const char* what, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) std::cerr << "paddock: " << what << ": " << escaped(line) << "\n";
}

bool reads_standard_input_once(const ScheduleOptions& options, Problems& problems) {
  const auto asked = std::ranges::count(options.cluster, "-") + (options.pods == "-" ? 1 : 0) +
                     (options.config == std::optional<std::string>("-") ? 1 : 0);
  if (asked > 1) problems.add_file("standard input", "asked for more than once", "- in one place");
  return asked <= 1;
}

/// Dumps, or one fleet file.
GivenCluster read_cluster(const ScheduleOptions& options, Problems& problems) {
  GivenCluster given = read_cluster_files(options.cluster, problems);
  if (!given.fleet) {
    if (options.region)
      problems.add_file(options.cluster.front(), "no fleet file, and --region", "--region with a fleet file only");
    return given;
  }
  if (options.cluster.size() > 1 || *given.fleet == "-")
    problems.add_file(*given.fleet, "a fleet file beside others, or from standard input", "one fleet file by name");
  else
    given.objects = read_fleet_cluster(*given.fleet, options.region, problems);
  return given;
}

}  // namespace

int schedule_command(const ScheduleOptions& options) {
  Problems problems;
  if (!reads_standard_input_once(options, problems)) return refuse(problems);
  std::vector<std::string> inputs = options.cluster;
  inputs.push_back(options.pods);
  if (options.config) inputs.push_back(*options.config);
  spare_inputs(options.out, inputs, problems);
  GivenCluster given = read_cluster(options, problems);
  if (options.config) given.objects.profiles = read_configuration_file(*options.config, given.notes, problems);
  PendingPods pending = read_pod_file(options.pods, given.objects, options.several, problems);
  if (!problems.empty()) return refuse(problems);

  for (ControllerSpec& controller : pending.controllers) given.objects.controllers.push_back(std::move(controller));
  PlacedCluster cluster = place(given.objects, all_nodes);
  say("note", given.notes);
  say("note", pending.notes);
  if (!cluster.left_out.empty())
    say("warning", {"bound to nodes that are not there, so left out: " + name_list(cluster.left_out)});
  say("warning", oddities(given.objects, pending.pods));

  const TieRule ties{.random = options.random_ties, .seed = options.seed};
  const std::vector<Answer> answers = schedule_pods(cluster, pending.pods, ties);
  const bool json = options.format == Format::json;
  const ScheduleTextOptions text{.paper = {.colour = false}, .everything = options.everything, .ties = ties};
  std::string report;
  if (options.several)
    report = json ? answers_json(cluster, answers) : answers_text(cluster, answers, text);
  else
    report = json ? answer_json(cluster, answers.front()) : answer_text(cluster, answers.front(), text);
  if (!deliver(report, options.out)) return 2;
  return std::ranges::all_of(answers, [](const Answer& a) { return a.chosen.has_value(); }) ? 0 : 1;
}

}  // namespace paddock::scenarios::cli
