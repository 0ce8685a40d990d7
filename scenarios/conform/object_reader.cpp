#include "scenarios/conform/object_reader.hpp"

#include <charconv>
#include <limits>

namespace paddock::scenarios::objects {
namespace {

using models::scheduling::Operator;

std::optional<Operator> operator_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Operator>, 6> known{{{"In", Operator::in},
                                                                        {"NotIn", Operator::not_in},
                                                                        {"Exists", Operator::exists},
                                                                        {"DoesNotExist", Operator::does_not_exist},
                                                                        {"Gt", Operator::greater},
                                                                        {"Lt", Operator::less}}};
  for (const auto& [text, op] : known)
    if (text == name) return op;
  return std::nullopt;
}

}  // namespace

const json& member(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto at = object.find(key);
  return at == object.end() ? none : *at;
}

std::string text(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  problems.add(where + "." + key, "is not a text");
  return {};
}

std::int64_t integer(const json& object, const char* key, std::int64_t otherwise, const std::string& where,
                     ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return otherwise;
  const bool huge = value.is_number_unsigned() &&
                    value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value.is_number_integer() && !huge) return value.get<std::int64_t>();
  problems.add(where + "." + key, "is not a whole number of 64 bits");
  return otherwise;
}

int int32(const json& object, const char* key, std::int64_t otherwise, const std::string& where,
          ObjectProblems& problems) {
  const std::int64_t wide = integer(object, key, otherwise, where, problems);
  if (wide >= std::numeric_limits<std::int32_t>::min() && wide <= std::numeric_limits<std::int32_t>::max())
    return static_cast<int>(wide);
  problems.add(where + "." + key, "is not a whole number of 32 bits");
  return static_cast<int>(otherwise);
}

bool flag(const json& object, const char* key, bool otherwise, const std::string& where, ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return otherwise;
  if (value.is_boolean()) return value.get<bool>();
  problems.add(where + "." + key, "is not true or false");
  return otherwise;
}

std::vector<std::string> texts(const json& object, const char* key, const std::string& where,
                               ObjectProblems& problems) {
  std::vector<std::string> list;
  const json& values = member(object, key);
  if (values.is_null()) return list;
  if (!values.is_array()) problems.add(where + "." + key, "is not a list");
  for (const json& value : values)
    if (value.is_string())
      list.push_back(value.get<std::string>());
    else
      problems.add(where + "." + key, "has something in it that is not a text");
  return list;
}

Labels labels(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  Labels result;
  const json& values = member(object, key);
  if (values.is_null()) return result;
  if (!values.is_object()) {
    problems.add(where + "." + key, "is not a map");
    return result;
  }
  for (const auto& [name, value] : values.items())
    if (value.is_string())
      result[name] = value.get<std::string>();
    else
      problems.add(where + "." + key + "." + name, "is not a text");
  return result;
}

ResourceList resources(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  ResourceList result;
  const json& values = member(object, key);
  if (values.is_null()) return result;
  if (!values.is_object()) {
    problems.add(where + "." + key, "is not a map");
    return result;
  }
  for (const auto& [name, value] : values.items()) {
    const std::string written = value.is_string() ? value.get<std::string>() : value.dump();
    const auto parsed = models::parse_quantity(written);
    if (const auto* quantity = std::get_if<models::ResourceQuantity>(&parsed))
      result[name] = *quantity;
    else
      problems.add(where + "." + key + "." + name,
                   std::string(models::message(std::get<models::QuantityError>(parsed))) + ": " + written);
  }
  return result;
}

std::vector<LabelRequirement> requirements(const json& object, const char* key, const std::string& where,
                                           ObjectProblems& problems) {
  std::vector<LabelRequirement> list;
  for_each(object, key, where, problems, [&](const json& r, const std::string& at) {
    LabelRequirement requirement{.key = text(r, "key", at, problems), .values = texts(r, "values", at, problems)};
    const std::string name = text(r, "operator", at, problems);
    if (const auto op = operator_named(name))
      requirement.op = *op;
    else
      problems.add(at + ".operator", "is none of In, NotIn, Exists, DoesNotExist, Gt, Lt: " + name);
    list.push_back(std::move(requirement));
  });
  return list;
}

NodeSelectorTerm node_term(const json& term, const std::string& where, ObjectProblems& problems) {
  return {requirements(term, "matchExpressions", where, problems), requirements(term, "matchFields", where, problems)};
}

NodeAffinity node_affinity(const json& affinity, const std::string& where, ObjectProblems& problems) {
  NodeAffinity result;
  const char* required_key = "requiredDuringSchedulingIgnoredDuringExecution";
  const char* preferred_key = "preferredDuringSchedulingIgnoredDuringExecution";
  if (const json& required = member(affinity, required_key); required.is_object()) {
    result.required.emplace();
    for_each(
        required, "nodeSelectorTerms", where + "." + required_key, problems,
        [&](const json& term, const std::string& at) { result.required->push_back(node_term(term, at, problems)); });
  }
  for_each(affinity, preferred_key, where, problems, [&](const json& term, const std::string& at) {
    result.preferred.push_back(
        {int32(term, "weight", 0, at, problems), node_term(member(term, "preference"), at + ".preference", problems)});
  });
  return result;
}

SpreadConstraint spread_constraint(const json& c, const std::string& where, ObjectProblems& problems) {
  SpreadConstraint result;
  result.max_skew = int32(c, "maxSkew", 1, where, problems);
  if (result.max_skew < 1) problems.add(where + ".maxSkew", "must be at least 1");
  result.topology_key = text(c, "topologyKey", where, problems);
  const std::string when = text(c, "whenUnsatisfiable", where, problems);
  result.do_not_schedule = when == "DoNotSchedule";
  if (!result.do_not_schedule && when != "ScheduleAnyway")
    problems.add(where + ".whenUnsatisfiable", "is neither DoNotSchedule nor ScheduleAnyway: " + when);
  result.selector = read_selector(c, "labelSelector", where, problems);
  if (!member(c, "minDomains").is_null()) result.min_domains = int32(c, "minDomains", 1, where, problems);
  const auto policy = [&](const char* key, bool otherwise) {
    const std::string name = text(c, key, where, problems);
    if (!name.empty() && name != "Honor" && name != "Ignore")
      problems.add(where + "." + key, "is neither Honor nor Ignore: " + name);
    return name.empty() ? otherwise : name == "Honor";
  };
  result.honor_node_affinity = policy("nodeAffinityPolicy", true);
  result.honor_node_taints = policy("nodeTaintsPolicy", false);
  result.match_label_keys = texts(c, "matchLabelKeys", where, problems);
  return result;
}

}  // namespace paddock::scenarios::objects

namespace paddock::scenarios {

std::optional<LabelSelector> read_selector(const nlohmann::json& holder, const char* key, const std::string& where,
                                           ObjectProblems& problems) {
  const nlohmann::json& selector = objects::member(holder, key);
  if (selector.is_null()) return std::nullopt;
  const std::string at = where + "." + key;
  return LabelSelector{objects::labels(selector, "matchLabels", at, problems),
                       objects::requirements(selector, "matchExpressions", at, problems)};
}

}  // namespace paddock::scenarios
