// Small tools for reading JSON objects of the Kubernetes API, used by the readers beside it alone.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "scenarios/objects/objects.hpp"

namespace paddock::scenarios::objects {

using models::scheduling::LabelRequirement;
using models::scheduling::Labels;
using models::scheduling::NodeAffinity;
using models::scheduling::NodeSelectorTerm;
using models::scheduling::ResourceList;
using models::scheduling::SpreadConstraint;
using nlohmann::json;

/// The member, or null where there is none.
const json& member(const json& object, const char* key);
/// What stands there, for a message: a value, "a mapping", "a list", "nothing".
std::string shown(const json& value);
/// Adds that the word at `path` is none of `known`, with the nearest of them.
void none_of(ObjectProblems&, std::string path, std::string_view word, std::span<const std::string> known);
/// Adds every member of an object that is none of `known`: nobody would read it.
void only(const json& object, const std::string& where, ObjectProblems&, std::span<const std::string> known);

std::string text(const json& object, const char* key, const std::string& where, ObjectProblems&);
std::int64_t integer(const json& object, const char* key, std::int64_t otherwise, const std::string& where,
                     ObjectProblems&);
int int32(const json& object, const char* key, std::int64_t otherwise, const std::string& where, ObjectProblems&);
bool flag(const json& object, const char* key, bool otherwise, const std::string& where, ObjectProblems&);
std::vector<std::string> texts(const json& object, const char* key, const std::string& where, ObjectProblems&);
Labels labels(const json& object, const char* key, const std::string& where, ObjectProblems&);
ResourceList resources(const json& object, const char* key, const std::string& where, ObjectProblems&);
std::vector<LabelRequirement> requirements(const json& object, const char* key, const std::string& where,
                                           ObjectProblems&);
NodeSelectorTerm node_term(const json& term, const std::string& where, ObjectProblems&);
NodeAffinity node_affinity(const json& affinity, const std::string& where, ObjectProblems&);
SpreadConstraint spread_constraint(const json&, const std::string& where, ObjectProblems&);

/// Calls `each(element, where)` for an array member; anything else that is there is a problem.
template <class Each>
void for_each(const json& object, const char* key, const std::string& where, ObjectProblems& problems, Each each) {
  const json& list = member(object, key);
  const std::string path = path_join(where, key);
  if (list.is_null()) return;
  if (!list.is_array()) return problems.add(path, shown(list), "a list");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = path_join(path, i);
    if (list[i].is_object())
      each(list[i], at);
    else
      problems.add(at, shown(list[i]), "a mapping");
  }
}

}  // namespace paddock::scenarios::objects
