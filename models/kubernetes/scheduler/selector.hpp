// Compiled selectors: over labels (of pods, nodes, namespaces) and over nodes by label and name.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/kubernetes/scheduler/spec.hpp"
#include "models/kubernetes/scheduler/symbols.hpp"

namespace paddock::models::scheduling {

/// One condition on one label. `in` with several values: one of them.
struct Requirement {
  Symbol key = 0;
  Operator op = Operator::in;
  std::vector<Symbol> values;  ///< sorted
  std::int64_t bound = 0;      ///< of greater and less
  bool valid = true;           ///< false: upstream could not parse it; it never matches
  friend auto operator<=>(const Requirement&, const Requirement&) = default;

  bool matches(const LabelSet&, const Symbols&) const;
};

/// False: it has values that its operator does not take, or none where it needs some, and matches nothing.
bool takes_these_values(const LabelRequirement&);

Requirement compile(const LabelRequirement&, Symbols&);

/// A label selector: nothing at all, or every requirement (none: everything).
struct Selector {
  bool selects_nothing = true;
  std::vector<Requirement> requirements;
  friend auto operator<=>(const Selector&, const Selector&) = default;

  bool selects_everything() const { return !selects_nothing && requirements.empty(); }
  bool matches(const LabelSet&, const Symbols&) const;
};

/// An absent selector, and one that upstream refuses to parse, selects nothing.
Selector compile(const std::optional<LabelSelector>&, Symbols&);

/// What a node is to a node selector; lives for one call.
struct NodeFace {
  Symbol name = 0;
  const LabelSet& labels;
};

struct NodeTerm {
  std::vector<Requirement> expressions;
  std::vector<Requirement> fields;  ///< on metadata.name; in and not_in with one value
  bool valid = true;                ///< false: matches no node
  friend auto operator<=>(const NodeTerm&, const NodeTerm&) = default;

  bool matches(const NodeFace&, const Symbols&) const;
};

NodeTerm compile(const NodeSelectorTerm&, Symbols&);

/// Which nodes a pod demands: its nodeSelector and one of the terms of its required node affinity.
struct NodeDemand {
  std::vector<Requirement> labels;
  std::optional<std::vector<NodeTerm>> terms;
  friend auto operator<=>(const NodeDemand&, const NodeDemand&) = default;

  bool matches(const NodeFace&, const Symbols&) const;
};

NodeDemand compile(const Labels& node_selector, const std::optional<std::vector<NodeSelectorTerm>>&, Symbols&);

/// True if one of the terms matches the node.
bool any_matches(const std::vector<NodeTerm>&, const NodeFace&, const Symbols&);

}  // namespace paddock::models::scheduling
