#include "scenarios/objects/object_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace paddock::scenarios::objects {
namespace {

using models::scheduling::Operator;

constexpr std::array<std::pair<std::string_view, Operator>, 6> operator_names{
    {{"In", Operator::in},
     {"NotIn", Operator::not_in},
     {"Exists", Operator::exists},
     {"DoesNotExist", Operator::does_not_exist},
     {"Gt", Operator::greater},
     {"Lt", Operator::less}}};

std::optional<Operator> operator_named(std::string_view name) {
  for (const auto& [text, op] : operator_names)
    if (text == name) return op;
  return std::nullopt;
}

std::vector<std::string> operators() {
  std::vector<std::string> names;
  names.reserve(operator_names.size());
  for (const auto& [text, op] : operator_names) names.emplace_back(text);
  return names;
}

/// YAML reads `version: 1` and `tier: on` as no texts; the API refuses them as well.
std::string hint_of(const json& value) { return value.is_primitive() ? "write it in quotes" : ""; }

/// An amount that the models can count. CPUs are counted in thousandths, so fewer of them fit.
std::variant<models::ResourceQuantity, models::QuantityError> amount(std::string_view resource,
                                                                     const std::string& written) {
  auto parsed = models::parse_quantity(written);
  const auto* quantity = std::get_if<models::ResourceQuantity>(&parsed);
  if (quantity != nullptr && resource == "cpu" && quantity->whole >= models::largest_quantity / 1000)
    return models::QuantityError::overflow;
  return parsed;
}

}  // namespace

const json& member(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto at = object.find(key);
  return at == object.end() ? none : *at;
}

std::string shown(const json& value) {
  if (value.is_null()) return "nothing";
  if (value.is_object()) return "a mapping";
  if (value.is_array()) return "a list";
  if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
  return value.dump();
}

void none_of(ObjectProblems& problems, std::string path, std::string_view word, std::span<const std::string> known) {
  problems.add(std::move(path), word.empty() ? "nothing" : in_quotes(word), name_list(known),
               did_you_mean(word, known));
}

void only(const json& object, const std::string& where, ObjectProblems& problems, std::span<const std::string> known) {
  if (!object.is_object()) return;
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(known, key) == known.end())
      problems.add(path_join(where, key), "unknown field " + in_quotes(key), name_list(known),
                   did_you_mean(key, known));
}

std::string text(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  problems.add(path_join(where, key), shown(value), "a text", hint_of(value));
  return {};
}

std::int64_t integer(const json& object, const char* key, std::int64_t otherwise, const std::string& where,
                     ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return otherwise;
  const bool huge = value.is_number_unsigned() &&
                    value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value.is_number_integer() && !huge) return value.get<std::int64_t>();
  problems.add(path_join(where, key), shown(value), "a whole number of 64 bits");
  return otherwise;
}

int int32(const json& object, const char* key, std::int64_t otherwise, const std::string& where,
          ObjectProblems& problems) {
  const std::int64_t wide = integer(object, key, otherwise, where, problems);
  if (wide >= std::numeric_limits<std::int32_t>::min() && wide <= std::numeric_limits<std::int32_t>::max())
    return static_cast<int>(wide);
  problems.add(path_join(where, key), std::to_string(wide), "a whole number of 32 bits");
  return static_cast<int>(otherwise);
}

bool flag(const json& object, const char* key, bool otherwise, const std::string& where, ObjectProblems& problems) {
  const json& value = member(object, key);
  if (value.is_null()) return otherwise;
  if (value.is_boolean()) return value.get<bool>();
  problems.add(path_join(where, key), shown(value), "true or false");
  return otherwise;
}

std::vector<std::string> texts(const json& object, const char* key, const std::string& where,
                               ObjectProblems& problems) {
  std::vector<std::string> list;
  const json& values = member(object, key);
  if (values.is_null()) return list;
  const std::string path = path_join(where, key);
  if (!values.is_array()) {
    problems.add(path, shown(values), "a list of texts");
    return list;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].is_string())
      list.push_back(values[i].get<std::string>());
    else
      problems.add(path_join(path, i), shown(values[i]), "a text", hint_of(values[i]));
  return list;
}

Labels labels(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  Labels result;
  const json& values = member(object, key);
  if (values.is_null()) return result;
  const std::string path = path_join(where, key);
  if (!values.is_object()) {
    problems.add(path, shown(values), "a mapping of texts");
    return result;
  }
  for (const auto& [name, value] : values.items())
    if (value.is_string())
      result[name] = value.get<std::string>();
    else
      problems.add(path_join(path, name), shown(value), "a text", hint_of(value));
  return result;
}

ResourceList resources(const json& object, const char* key, const std::string& where, ObjectProblems& problems) {
  ResourceList result;
  const json& values = member(object, key);
  if (values.is_null()) return result;
  const std::string path = path_join(where, key);
  if (!values.is_object()) {
    problems.add(path, shown(values), "a mapping of amounts, such as cpu: 250m");
    return result;
  }
  for (const auto& [name, value] : values.items()) {
    const auto parsed = amount(name, value.is_string() ? value.get<std::string>() : value.dump());
    if (const auto* quantity = std::get_if<models::ResourceQuantity>(&parsed)) {
      result[name] = *quantity;
      continue;
    }
    const auto error = std::get<models::QuantityError>(parsed);
    problems.add(path_join(path, name), shown(value) + " " + std::string(models::message(error)),
                 error == models::QuantityError::negative ? "0 or more" : "");
  }
  return result;
}

std::vector<LabelRequirement> requirements(const json& object, const char* key, const std::string& where,
                                           ObjectProblems& problems) {
  std::vector<LabelRequirement> list;
  for_each(object, key, where, problems, [&](const json& r, const std::string& at) {
    LabelRequirement requirement{.key = text(r, "key", at, problems), .values = texts(r, "values", at, problems)};
    const json& op = member(r, "operator");
    const std::string name = text(r, "operator", at, problems);
    if (const auto known = operator_named(name))
      requirement.op = *known;
    else if (op.is_string() || op.is_null())
      none_of(problems, path_join(at, "operator"), name, operators());
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
        required, "nodeSelectorTerms", path_join(where, required_key), problems,
        [&](const json& term, const std::string& at) { result.required->push_back(node_term(term, at, problems)); });
  }
  for_each(affinity, preferred_key, where, problems, [&](const json& term, const std::string& at) {
    const int weight = int32(term, "weight", 0, at, problems);
    if (weight < 1 || weight > 100) problems.add(path_join(at, "weight"), std::to_string(weight), "1 to 100");
    result.preferred.push_back({weight, node_term(member(term, "preference"), path_join(at, "preference"), problems)});
  });
  return result;
}

SpreadConstraint spread_constraint(const json& c, const std::string& where, ObjectProblems& problems) {
  SpreadConstraint result;
  result.max_skew = int32(c, "maxSkew", 1, where, problems);
  if (result.max_skew < 1) problems.add(path_join(where, "maxSkew"), std::to_string(result.max_skew), "at least 1");
  result.topology_key = text(c, "topologyKey", where, problems);
  const std::string when = text(c, "whenUnsatisfiable", where, problems);
  result.do_not_schedule = when == "DoNotSchedule";
  if (!result.do_not_schedule && when != "ScheduleAnyway")
    none_of(problems, path_join(where, "whenUnsatisfiable"), when,
            std::vector<std::string>{"DoNotSchedule", "ScheduleAnyway"});
  result.selector = read_selector(c, "labelSelector", where, problems);
  if (!member(c, "minDomains").is_null()) result.min_domains = int32(c, "minDomains", 1, where, problems);
  const auto policy = [&](const char* key, bool otherwise) {
    const std::string name = text(c, key, where, problems);
    if (!name.empty() && name != "Honor" && name != "Ignore")
      none_of(problems, path_join(where, key), name, std::vector<std::string>{"Honor", "Ignore"});
    return name.empty() ? otherwise : name == "Honor";
  };
  result.honor_node_affinity = policy("nodeAffinityPolicy", true);
  result.honor_node_taints = policy("nodeTaintsPolicy", false);
  result.match_label_keys = texts(c, "matchLabelKeys", where, problems);
  return result;
}

}  // namespace paddock::scenarios::objects

namespace paddock::scenarios {

void ObjectProblems::add(std::string path, std::string_view found, std::string allowed, std::string hint) {
  all_.push_back({.file = {},
                  .place = {},
                  .path = std::move(path),
                  .found = std::string(found),
                  .allowed = std::move(allowed),
                  .hint = std::move(hint)});
}

std::vector<std::string> ObjectProblems::found() const {
  std::vector<std::string> lines;
  for (const Problem& p : all_)
    lines.push_back(p.path + ": " + p.found + (p.allowed.empty() ? "" : "; allowed: " + p.allowed));
  return lines;
}

std::optional<LabelSelector> read_selector(const nlohmann::json& holder, const char* key, const std::string& where,
                                           ObjectProblems& problems) {
  const nlohmann::json& selector = objects::member(holder, key);
  if (selector.is_null()) return std::nullopt;
  const std::string at = path_join(where, key);
  if (!selector.is_object()) problems.add(at, objects::shown(selector), "a selector: matchLabels, matchExpressions");
  return LabelSelector{objects::labels(selector, "matchLabels", at, problems),
                       objects::requirements(selector, "matchExpressions", at, problems)};
}

}  // namespace paddock::scenarios
