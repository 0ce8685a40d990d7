// The command line: what may be typed, with examples; the only place that knows CLI11.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>

#include "scenarios/cli/options.hpp"
#include "scenarios/cli/version.hpp"
#include "scenarios/language/problem.hpp"

namespace paddock::scenarios::cli {
namespace {

const std::map<std::string, Format> formats{{"text", Format::text},
                                            {"json", Format::json},
                                            {"junit", Format::junit},
                                            {"github", Format::github},
                                            {"markdown", Format::markdown}};
const std::map<std::string, Undecided> undecided_words{
    {"error", Undecided::error}, {"fail", Undecided::fail}, {"pass", Undecided::pass}, {"warn", Undecided::warn}};

constexpr const char* exit_codes =
    "Exit codes: 0 every target passes (test: every verdict is as expected), 1 a target fails,\n"
    "2 bad usage or input, or a fault that was not exercised, 3 internal error, 4 undecided\n"
    "within the budget (see --undecided).";

/// Words of a choice, letter case aside; CLI11's own transformer cannot name what it maps to.
template <class T>
CLI::Validator one_of(const std::map<std::string, T>& words) {
  return {[words](std::string& text) {
            const auto at = words.find(CLI::detail::to_lower(text));
            if (at != words.end()) return text = std::to_string(static_cast<int>(at->second)), std::string();
            std::vector<std::string> known;
            known.reserve(words.size());
            for (const auto& [word, value] : words) known.push_back(word);
            return in_quotes(text) + "; allowed: " + name_list(known) + hint_in_brackets(text, known);
          },
          ""};
}

/// Decimal digits. CLI11 takes -1 for the largest number, so too what is larger, and 010 for 8.
CLI::Validator whole_number() {
  return {[](std::string& text) -> std::string {
            std::uint64_t number = 0;
            const char* const end = text.data() + text.size();
            const auto [at, error] = std::from_chars(text.data(), end, number);
            if (error != std::errc{} || at != end)
              return in_quotes(text) + "; allowed: a whole number from 0 to 18446744073709551615";
            text = std::to_string(number);
            return {};
          },
          ""};
}

void add_common(CLI::App& app, CommonOptions& options) {
  app.add_option("--seed", options.seed, "seed of all luck; same seed, same bits")
      ->transform(whole_number())
      ->type_name("UINT")
      ->capture_default_str();
  app.add_option("-j,--jobs", options.jobs, "threads; 0 is one for each core. Changes nothing but the time")
      ->check(CLI::Range(0, 1024))
      ->transform(whole_number())
      ->capture_default_str();
  app.add_option("-n,--replications", options.replications,
                 "exactly so many runs; by default until every target is decided")
      ->check(CLI::Range(1, 10'000'000))
      ->transform(whole_number());
  app.add_option("--most-replications", options.most_replications,
                 "the budget: runs after which an open target is undecided")
      ->check(CLI::Range(1, 10'000'000))
      ->transform(whole_number())
      ->capture_default_str();
  app.add_option("--set", options.set, "PATH=VALUE: another value in the fleet or scenario; may be repeated")
      ->type_name("PATH=VALUE");
  app.add_option("--format", options.format, "text, json, junit, github or markdown")
      ->transform(one_of(formats))
      ->type_name("FORMAT")
      ->default_str("text");
  app.add_option("-o,--out", options.out, "write the report to this file instead of standard output")
      ->type_name("FILE");
  app.add_option("--undecided", options.undecided, "what undecided counts as: error (exit 4), fail, pass or warn")
      ->transform(one_of(undecided_words))
      ->type_name("WORD")
      ->default_str("error");
  app.add_flag("--all", options.everything, "long lists in full");
  app.add_flag("--no-color", options.no_color, "no colours on a terminal (or set NO_COLOR)");
  app.add_option("--today", options.today, "date for the warning about old observations, as 2026-01-31")->group("");
}

void add_run(CLI::App& app, RunOptions& options) {
  CLI::App* run = app.add_subcommand("run", "run one scenario and say whether its targets hold");
  run->add_option("scenario", options.scenario, "a scenario file, or the name of a shipped one")->required();
  run->add_option("--fleet", options.common.fleet, "another fleet file than the scenario's")->type_name("FILE");
  run->add_option("--vary", options.common.vary, "PATH=A,B,C: one row for each value; may be repeated")
      ->type_name("PATH=A,B");
  add_common(*run, options.common);
  run->footer(std::string("Examples:\n"
                          "  paddock run zone-loss\n"
                          "  paddock run zone-loss --set tenants.pro-eu.replicas=3 --format markdown\n"
                          "  paddock run my/scenario.yaml --fleet my/fleet.yaml --seed 7 --replications 59\n"
                          "  paddock run stack-per-database --vary delivery.engine.state=cloud,s3\n\n") +
              exit_codes);
}

void add_test(CLI::App& app, TestOptions& options) {
  CLI::App* test = app.add_subcommand("test", "run scenarios and compare the verdicts with what they expect");
  test->add_option("paths", options.paths, "scenario files, folders of them, or names of shipped ones")->required();
  test->add_option("--fleet", options.common.fleet, "another fleet file than the scenarios'")->type_name("FILE");
  test->add_option("--write-verdicts", options.post,
                   "a Markdown page with a table of scenarios: its verdicts are written")
      ->type_name("FILE");
  add_common(*test, options.common);
  test->footer(std::string("Examples:\n"
                           "  paddock test scenarios/library\n"
                           "  paddock test drills/ --format junit --out report.xml\n\n") +
               exit_codes);
}

void add_gameday(CLI::App& app, GamedayOptions& options) {
  CLI::App* gameday = app.add_subcommand("gameday", "one row a drill, from a cluster dump or a fleet file");
  gameday
      ->add_option("files", options.files,
                   "a fleet file, or what kubectl get ... -o json printed (- is standard input)")
      ->required();
  gameday->add_option("--tenant-from", options.tenant_from, "what makes a tenant in a dump: namespace, or label:KEY")
      ->capture_default_str();
  add_common(*gameday, options.common);
  gameday->footer(std::string("Examples:\n"
                              "  kubectl get nodes,pods,deployments,replicasets,pdb -A -o json | paddock gameday -\n"
                              "  paddock gameday dump.json --format markdown --out gameday.md\n"
                              "  paddock gameday scenarios/fleets/unleash-2022.yaml\n\n") +
                  exit_codes);
}

void add_import(CLI::App& app, ImportCommand& options) {
  CLI::App* import = app.add_subcommand("import", "make a fleet file from what a cluster says of itself");
  import->require_subcommand(1);
  CLI::App* kubectl =
      import->add_subcommand("kubectl", "from kubectl get nodes,pods,deployments,replicasets,pdb -A -o json");
  kubectl->add_option("files", options.files, "dumps (- is standard input)")->required();
  kubectl->add_option("-o,--out", options.out, "the fleet file to write (- is standard output)")->capture_default_str();
  kubectl->add_option("--tenant-from", options.tenant_from, "what makes a tenant: namespace, or label:KEY")
      ->capture_default_str();
  kubectl->footer(
      "Examples:\n"
      "  kubectl get nodes,pods,deployments,replicasets,pdb -A -o json > dump.json\n"
      "  paddock import kubectl dump.json -o fleet.yaml\n"
      "  paddock gameday fleet.yaml\n"
      "  paddock init drills --fleet fleet.yaml && paddock run drills/zone-loss.yaml");
}

void add_small(CLI::App& app, LintOptions& lint_options, SchemaOptions& schema_options, InitOptions& init_options) {
  CLI::App* lint = app.add_subcommand("lint", "say everything that is wrong with files, without running them");
  lint->add_option("files", lint_options.files, "scenario and fleet files")->required();
  lint->add_option("--today", lint_options.today, "date that observations must not be after")->group("");
  lint->footer("Example:\n  paddock lint fleets/*.yaml drills/*.yaml");

  CLI::App* schema = app.add_subcommand("schema", "the JSON Schema of what users write, and the words of the language");
  schema->add_option("what", schema_options.what, "fleet or scenario")
      ->check(CLI::IsMember({"fleet", "scenario"}))
      ->capture_default_str();
  schema->add_flag("--causes", schema_options.causes, "causes that `because` may name");
  schema->add_flag("--verbs", schema_options.verbs, "verbs of a step");
  schema->add_flag("--metrics", schema_options.metrics, "metrics and labels of targets");
  schema->footer("Examples:\n  paddock schema fleet > fleet.schema.json\n  paddock schema --metrics");

  CLI::App* init = app.add_subcommand("init", "write a small fleet and a scenario to begin with");
  init->add_option("folder", init_options.folder, "where; files that are there are never overwritten")
      ->capture_default_str();
  init->add_option("--fleet", init_options.fleet, "a fleet file of your own: only a scenario on it is written")
      ->type_name("FILE");
  init->footer(
      "Examples:\n"
      "  paddock init drills && paddock run drills/zone-loss.yaml\n"
      "  paddock init drills --fleet fleet.yaml && paddock run drills/zone-loss.yaml");
}

void add_conform(CLI::App& app, ConformOptions& options) {
  CLI::App* conform = app.add_subcommand("conform", "hold the models against answers of the real thing");
  conform->add_option("paths", options.paths, "vector files (.jsonl, .jsonl.gz) or folders of them")->required();
  conform->footer(
      "Example:\n  paddock conform tests/scenarios/conform/vectors\n\n"
      "Exit codes: 0 every case passes, 1 a case fails, 2 a file cannot be read.");
}

void add_schedule(CLI::App& app, ScheduleOptions& options) {
  static const std::map<std::string, bool> tie_words{{"first", false}, {"random", true}};
  static const std::map<std::string, Format> two_formats{{"text", Format::text}, {"json", Format::json}};
  CLI::App* schedule = app.add_subcommand("schedule", "where kube-scheduler would put a pod on a cluster, and why");
  schedule
      ->add_option(
          "cluster", options.cluster,
          "what kubectl get ... -A -o json or yaml printed; several files, or - for standard input; or a fleet file")
      ->required();
  schedule->add_option("--region", options.region, "of a fleet file: the region whose cluster it is");
  CLI::Option* pod = schedule->add_option("--pod", options.pods, "a pod's manifest, or a workload's for its template")
                         ->type_name("FILE");
  CLI::Option* pods = schedule->add_option_function<std::string>(
      "--pods", [&options](const std::string& file) { options.pods = file, options.several = true; },
      "pods in order, each on the cluster that the one before left; workloads with all their replicas");
  pods->type_name("FILE")->excludes(pod);
  schedule->add_option("--config", options.config, "a KubeSchedulerConfiguration (v1); the default profile without")
      ->type_name("FILE");
  schedule->add_option("--ties", options.random_ties, "among equally good nodes: random, or first by name")
      ->transform(one_of(tie_words))
      ->type_name("WORD")
      ->default_str("random");
  schedule->add_option("--seed", options.seed, "seed of random ties; same seed, same choice")
      ->transform(whole_number())
      ->capture_default_str();
  schedule->add_option("--format", options.format, "text or json")
      ->transform(one_of(two_formats))
      ->type_name("FORMAT")
      ->default_str("text");
  schedule->add_option("-o,--out", options.out, "write the answer to this file instead of standard output")
      ->type_name("FILE");
  schedule->add_flag("--all", options.everything, "every node and name, and every pod of --pods in full");
  schedule->callback([&options] {
    if (options.pods.empty()) throw CLI::RequiredError("--pod or --pods");
  });
  schedule->footer(
      "Examples:\n"
      "  kubectl get nodes,pods,services,replicasets,statefulsets,rc,pdb,pv,pvc,ns,storageclasses,priorityclasses \\\n"
      "      -A -o json > cluster.json\n"
      "  paddock schedule cluster.json --pod pod.yaml\n"
      "  paddock schedule fleet.yaml --region eu-central-1 --pod pod.yaml\n"
      "  paddock schedule cluster.json --pods deployment.yaml --ties=first --format json\n"
      "  kubectl get nodes,pods -A -o json | paddock schedule - --pod pod.yaml --config scheduler.yaml\n\n"
      "Exit codes: 0 every pod found a node, 1 a pod found none, 2 bad usage or input.");
}

/// CLI11 says of `paddock rum zone-loss` that a subcommand is required.
bool refuse_unknown_command(const CLI::App& app, int argc, char** argv) {
  const auto commands = app.get_subcommands(nullptr);
  if (commands.empty()) return false;
  const bool missing = argc < 2;
  if (!missing && *argv[1] == '-') return false;
  std::vector<std::string> known;
  for (const CLI::App* command : commands) {
    if (!missing && command->get_name() == argv[1]) return refuse_unknown_command(*command, argc - 1, argv + 1);
    known.push_back(command->get_name());
  }
  std::cerr << (app.get_name() == "paddock" ? "paddock" : "paddock " + app.get_name()) << ": "
            << (missing ? "a command is missing" : "no such command: " + in_quotes(argv[1]))
            << "; allowed: " << name_list(known) << (missing ? "" : hint_in_brackets(argv[1], known)) << "\n"
            << "paddock: --help says more\n";
  return true;
}

}  // namespace

namespace {

/// False: some of what was said never reached standard output.
bool all_was_said() {
  std::cout.flush();
  return std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

int run_app(int argc, char** argv) {
  CLI::App app("Rehearse your cluster's worst day before production has it.", "paddock");
  app.set_version_flag("--version", "paddock " + std::string(version()));
  app.require_subcommand(1);
  app.footer("paddock COMMAND --help has the options and examples of each.");
  RunOptions run;
  TestOptions test;
  GamedayOptions gameday;
  ImportCommand import;
  LintOptions lint;
  SchemaOptions schema;
  InitOptions init;
  ConformOptions conform;
  ScheduleOptions schedule;
  add_run(app, run);
  add_test(app, test);
  add_gameday(app, gameday);
  add_import(app, import);
  add_small(app, lint, schema, init);
  add_conform(app, conform);
  add_schedule(app, schedule);
  if (refuse_unknown_command(app, argc, argv)) return 2;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help, or the version
    std::cerr << "paddock: " << escaped(error.what()) << "\npaddock: --help says more\n";
    return 2;
  }
  try {
    if (app.got_subcommand("run")) return run_command(run);
    if (app.got_subcommand("test")) return test_command(test);
    if (app.got_subcommand("gameday")) return gameday_command(gameday);
    if (app.got_subcommand("import")) return import_command(import);
    if (app.got_subcommand("lint")) return lint_command(lint);
    if (app.got_subcommand("schema")) return schema_command(schema);
    if (app.got_subcommand("conform")) return conform_command(conform);
    if (app.got_subcommand("schedule")) return schedule_command(schedule);
    return init_command(init);
  } catch (const std::exception& error) {
    std::cerr
        << "paddock: internal error: " << escaped(error.what()) << "\n"
        << "paddock: this is a defect of paddock, not of your files; please report it with the command you typed\n";
    return 3;
  }
}

}  // namespace

int app(int argc, char** argv) {
  const int code = run_app(argc, argv);
  if (all_was_said()) return code;
  std::cerr << "paddock: standard output could not be written\n";
  return std::max(code, 2);
}

}  // namespace paddock::scenarios::cli
