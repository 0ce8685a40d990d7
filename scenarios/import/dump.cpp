#include "scenarios/import/dump.hpp"

#include <algorithm>

namespace paddock::scenarios {

std::optional<std::string_view> label_of(const Labels& labels, std::string_view key) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), key,
                                   [](const auto& label, std::string_view k) { return label.first < k; });
  if (at == labels.end() || at->first != key) return std::nullopt;
  return at->second;
}

bool selects(const KubeSelector& selector, const Labels& labels) {
  const bool equal = std::all_of(selector.labels.begin(), selector.labels.end(),
                                 [&](const auto& label) { return label_of(labels, label.first) == label.second; });
  return equal && std::all_of(selector.requirements.begin(), selector.requirements.end(), [&](const auto& rule) {
           const auto value = label_of(labels, rule.key);
           const bool listed = value && std::find(rule.values.begin(), rule.values.end(), *value) != rule.values.end();
           if (rule.rule == "In") return listed;
           if (rule.rule == "NotIn") return !listed;
           if (rule.rule == "Exists") return value.has_value();
           return rule.rule == "DoesNotExist" && !value;
         });
}

}  // namespace paddock::scenarios
