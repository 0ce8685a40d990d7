#include "models/kubernetes/scheduler/selector.hpp"

#include <algorithm>
#include <charconv>

namespace paddock::models::scheduling {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool contains(const std::vector<Symbol>& sorted, Symbol s) {
  return std::binary_search(sorted.begin(), sorted.end(), s);
}

}  // namespace

bool takes_these_values(const LabelRequirement& r) {
  switch (r.op) {
    case Operator::in:
    case Operator::not_in:
      return !r.values.empty();
    case Operator::exists:
    case Operator::does_not_exist:
      return r.values.empty();
    case Operator::greater:
    case Operator::less:
      return r.values.size() == 1 && integer(r.values[0]).has_value();
  }
  return false;
}

Requirement compile(const LabelRequirement& r, Symbols& symbols) {
  Requirement compiled{.key = symbols.intern(r.key), .op = r.op, .values = {}, .valid = takes_these_values(r)};
  if (!compiled.valid) return compiled;
  if (r.op == Operator::greater || r.op == Operator::less) {
    compiled.bound = integer(r.values[0]).value_or(0);
    return compiled;
  }
  for (const auto& value : r.values) compiled.values.push_back(symbols.intern(value));
  std::sort(compiled.values.begin(), compiled.values.end());
  return compiled;
}

bool Requirement::matches(const LabelSet& labels, const Symbols& symbols) const {
  if (!valid) return false;
  const auto value = labels.value(key);
  switch (op) {
    case Operator::in:
      return value && contains(values, *value);
    case Operator::not_in:
      return !value || !contains(values, *value);
    case Operator::exists:
      return value.has_value();
    case Operator::does_not_exist:
      return !value;
    case Operator::greater:
    case Operator::less:
      break;
  }
  const auto number = value ? integer(symbols.name(*value)) : std::nullopt;
  return number && (op == Operator::greater ? *number > bound : *number < bound);
}

bool Selector::matches(const LabelSet& labels, const Symbols& symbols) const {
  return !selects_nothing && std::all_of(requirements.begin(), requirements.end(),
                                         [&](const Requirement& r) { return r.matches(labels, symbols); });
}

Selector compile(const std::optional<LabelSelector>& selector, Symbols& symbols) {
  Selector compiled;
  if (!selector) return compiled;
  for (const auto& [key, value] : selector->match_labels)
    compiled.requirements.push_back({.key = symbols.intern(key), .values = {symbols.intern(value)}});
  for (const auto& r : selector->match_expressions) compiled.requirements.push_back(compile(r, symbols));
  compiled.selects_nothing = std::any_of(compiled.requirements.begin(), compiled.requirements.end(),
                                         [](const Requirement& r) { return !r.valid; });
  if (compiled.selects_nothing) compiled.requirements.clear();
  std::sort(compiled.requirements.begin(), compiled.requirements.end());
  return compiled;
}

NodeTerm compile(const NodeSelectorTerm& term, Symbols& symbols) {
  NodeTerm compiled;
  compiled.valid = !term.match_expressions.empty() || !term.match_fields.empty();
  for (const auto& r : term.match_expressions) compiled.expressions.push_back(compile(r, symbols));
  for (const auto& r : term.match_fields) {
    compiled.fields.push_back(compile(r, symbols));
    const bool by_name = r.op == Operator::in || r.op == Operator::not_in;
    compiled.valid &= by_name && r.values.size() == 1 && r.key == "metadata.name";
  }
  for (const auto& r : compiled.expressions) compiled.valid &= r.valid;
  return compiled;
}

bool NodeTerm::matches(const NodeFace& node, const Symbols& symbols) const {
  if (!valid) return false;
  for (const Requirement& r : expressions)
    if (!r.matches(node.labels, symbols)) return false;
  for (const Requirement& r : fields)
    if (contains(r.values, node.name) != (r.op == Operator::in)) return false;
  return true;
}

NodeDemand compile(const Labels& node_selector, const std::optional<std::vector<NodeSelectorTerm>>& required,
                   Symbols& symbols) {
  NodeDemand demand;
  for (const auto& [key, value] : node_selector)
    demand.labels.push_back({.key = symbols.intern(key), .values = {symbols.intern(value)}});
  if (!required) return demand;
  demand.terms.emplace();
  for (const auto& term : *required) demand.terms->push_back(compile(term, symbols));
  return demand;
}

bool NodeDemand::matches(const NodeFace& node, const Symbols& symbols) const {
  for (const Requirement& r : labels)
    if (!r.matches(node.labels, symbols)) return false;
  return !terms || any_matches(*terms, node, symbols);
}

bool any_matches(const std::vector<NodeTerm>& terms, const NodeFace& node, const Symbols& symbols) {
  return std::any_of(terms.begin(), terms.end(), [&](const NodeTerm& t) { return t.matches(node, symbols); });
}

}  // namespace paddock::models::scheduling
