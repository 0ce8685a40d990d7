#include "scenarios/import/fleet_text.hpp"

#include <variant>

#include "scenarios/language/node.hpp"
#include "scenarios/language/problem.hpp"
#include "scenarios/language/writer.hpp"

namespace paddock::scenarios {

namespace {

Node scalar(std::string text, bool quoted = false) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.quoted = quoted;
  return node;
}

/// The mapping under `key`, made if it is not there.
Node& below(Node& parent, const std::string& key) {
  if (Node* there = parent.find(key)) return *there;
  Node node;
  node.kind = Node::Kind::mapping;
  parent.entries.push_back({key, {}, std::move(node)});
  return parent.entries.back().value;
}

/// Version and flavour stand in the file even where they are the defaults: they decide what a lost zone does.
void spell_out_clusters(Node& root, const models::FleetSpec& spec) {
  for (const auto& [name, region] : spec.regions) {
    Node& cluster = below(below(below(root, "regions"), name), "cluster");
    cluster.entries.clear();
    cluster.entries.push_back({"kubernetes", {}, scalar(region.cluster.kubernetes, true)});
    const auto flavour = models::names(region.cluster.flavour)[static_cast<std::size_t>(region.cluster.flavour)];
    cluster.entries.push_back({"flavour", {}, scalar(std::string(flavour))});
  }
}

/// Turns `x: v` into `x: {value: v, source: ...}`, and gives an object a `source` of its own.
void cite(Node& root, const Provenance& value) {
  Node* node = &root;
  const auto path = parse_path(value.path);
  for (const PathStep& step : path.value_or(Path{}))
    if (const auto* key = std::get_if<std::string>(&step); node != nullptr && key != nullptr) node = node->find(*key);
  if (node == nullptr || node == &root) return;
  const std::string source = std::string(text_of(value.origin)) + ": " + value.how;
  if (node->is_scalar()) {
    Node cited;
    cited.kind = Node::Kind::mapping;
    cited.entries.push_back({"value", {}, std::move(*node)});
    *node = std::move(cited);
  }
  if (!node->is_mapping()) return;
  node->entries.push_back({"source", {}, scalar(source, true)});
  node->entries.push_back({"confidence", {}, scalar("low")});
}

std::string heading(const std::string& title, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string out = "# " + title + "\n";
  for (const std::string& line : lines) out += "# - " + escaped(line) + "\n";
  return out;
}

std::string header(const ImportedFleet& fleet, const std::vector<std::string>& files) {
  std::string names;
  for (const std::string& file : files) names += (names.empty() ? "" : ", ") + escaped(file);
  return "# Imported by paddock from " + names + ".\n" +
         "# Beside a value stands where it comes from: observed (read in an object), derived (worked out from "
         "several),\n"
         "# assumed (a guess: replace it by what you know). `requests` are what the scheduler counts: the containers "
         "and\n"
         "# sidecars of a pod together, or its largest init container; `placed` counts the pods on the nodes of each "
         "zone.\n" +
         heading("In here:", fleet.coverage.described) + heading("Assumed:", fleet.coverage.assumed) +
         heading("Not in a dump, so not in here:", fleet.coverage.not_described) +
         heading("In the cluster, and not modelled:", fleet.coverage.not_modelled) + heading("Notes:", fleet.notes) +
         "\n";
}

/// One tenant after the other: a tree of all of them would be the largest thing in memory.
std::string tenants_text(const ImportedFleet& fleet) {
  std::string out = "tenants:\n";
  for (std::size_t i = 0; i < fleet.spec.tenants.size(); ++i) {
    Node list;
    list.kind = Node::Kind::sequence;
    list.items.push_back(to_node(fleet.spec.tenants[i]));
    Node root;
    root.kind = Node::Kind::mapping;
    root.entries.push_back({"tenants", {}, std::move(list)});
    const std::string text = yaml_text(root, {{"tenants[0]", fleet.tenant_comments[i]}});
    out += text.substr(text.find('\n') + 1);
  }
  return out;
}

}  // namespace

std::string fleet_text(const ImportedFleet& fleet, const std::vector<std::string>& files) {
  models::FleetSpec frame;  // all but the tenants
  frame.fleet = fleet.spec.fleet;
  frame.about = fleet.spec.about;
  frame.observed = fleet.spec.observed;
  frame.regions = fleet.spec.regions;
  Node root = to_node(frame);
  spell_out_clusters(root, frame);
  Comments comments;
  for (const Provenance& value : fleet.provenance)
    if (value.origin == Origin::assumed)
      cite(root, value);
    else
      comments.emplace(value.path, std::string(text_of(value.origin)) + ": " + value.how);
  std::string out = header(fleet, files) + yaml_text(root, comments);
  if (!fleet.spec.tenants.empty()) out += tenants_text(fleet);
  return out;
}

}  // namespace paddock::scenarios
