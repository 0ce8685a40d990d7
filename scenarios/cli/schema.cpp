// paddock schema: what users may write, for editors and for people.
#include "scenarios/language/schema.hpp"

#include <iostream>

#include "models/fleet.hpp"
#include "scenarios/cli/console.hpp"
#include "scenarios/experiment/blame.hpp"
#include "scenarios/experiment/metrics.hpp"
#include "scenarios/language/scenario_spec.hpp"

namespace paddock::scenarios::cli {
namespace {

std::string metrics_text() {
  std::string text;
  for (const Metric& metric : metrics()) {
    text += std::string(metric.name) + " [" +
            (metric.unit == Unit::count     ? "count"
             : metric.unit == Unit::seconds ? "duration"
                                            : "ratio") +
            "]\n    " + std::string(metric.meaning) + "\n    labels:";
    for (const std::string_view label : labels_of(metric.entity)) text.append(" ").append(label);
    text += "\n";
  }
  return text;
}

}  // namespace

int schema_command(const SchemaOptions& options) {
  std::string text;
  if (options.causes)
    for (const Cause& cause : causes()) text += std::string(cause.name) + "\n    " + std::string(cause.meaning) + "\n";
  if (options.verbs)
    for (const std::string& verb : verbs()) text += verb + "\n";
  if (options.metrics) text += metrics_text();
  if (text.empty())
    text = (options.what == "fleet" ? schema<models::FleetSpec>("paddock fleet")
                                    : schema<ScenarioSpec>("paddock scenario")) +
           "\n";
  return deliver(text, std::nullopt) ? 0 : 2;
}

}  // namespace paddock::scenarios::cli
