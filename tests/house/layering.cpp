#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <ostream>
#include <regex>

#include "tests/house/rules.hpp"

namespace paddock::house {
namespace {

using Files = std::map<std::string, std::set<std::string>>;

constexpr std::array layers{"sim", "models", "scenarios", "viz"};

std::optional<std::size_t> layer_of(std::string_view path) {
  const auto first = split_path(path).front();
  const auto at = std::find(layers.begin(), layers.end(), first);
  return at == layers.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - layers.begin()));
}

bool is_ours(std::string_view path) { return layer_of(path) || under(path, "bench/") || under(path, "tests/"); }

/// The floors of models/, from below: what happens; the things; all the state; who acts.
enum class Floor { events, nouns, world, reactions };

Floor floor_of(std::string_view path) {
  if (under(path, "models/fwd.") || under(path, "models/events/")) return Floor::events;
  if (under(path, "models/world.")) return Floor::world;
  if (under(path, "models/reactions/")) return Floor::reactions;
  return Floor::nouns;
}

/// An outside library and the folders whose files may include it.
struct Borrowed {
  std::string_view prefix;
  std::string_view name;
  std::vector<std::string_view> folders;
};

const std::vector<Borrowed>& borrowed() {
  static const std::vector<Borrowed> all{
      {"boost/graph", "Boost.Graph", {"models/", "scenarios/", "viz/", "bench/", "tests/"}},
      {"boost/math", "Boost.Math", {"tests/"}},
      {"boost/", "Boost", {"models/", "scenarios/", "viz/", "bench/", "tests/"}},
      {"nlohmann/", "nlohmann_json", {"scenarios/", "viz/", "bench/", "tests/"}},
      {"yaml-cpp/", "yaml-cpp", {"scenarios/", "viz/", "bench/", "tests/"}},
      {"CLI/", "CLI11", {"scenarios/", "bench/", "tests/"}},
      {"valijson/", "valijson", {"tests/"}},
      {"gtest/", "GoogleTest", {"tests/"}},
      {"gmock/", "GoogleTest", {"tests/"}},
      {"rapidcheck", "rapidcheck", {"tests/"}},
      {"benchmark/", "Google Benchmark", {"bench/"}},
  };
  return all;
}

/// A name of Qt: <QWidget>, <QtCharts/QChart>.
bool is_qt(const std::string& path) { return std::regex_search(path, std::regex{"^Q(t?[A-Z]|t$)"}); }

std::optional<Problem> check_borrowed(const Source& s, const Include& i) {
  const auto in = [&](std::string_view folder) { return under(s.path, folder); };
  if (is_qt(i.path) && !in("viz/") && !in("tests/viz/"))
    return Problem{s.path, i.line, "Qt (" + i.path + ") is included outside viz/", "Move what needs it into viz/"};
  const auto library =
      std::find_if(borrowed().begin(), borrowed().end(), [&](const auto& b) { return i.path.rfind(b.prefix, 0) == 0; });
  if (library != borrowed().end()) {
    if (std::any_of(library->folders.begin(), library->folders.end(), in)) return std::nullopt;
    std::string where;
    for (const auto folder : library->folders) where += (where.empty() ? "" : " ") + std::string(folder);
    return Problem{s.path, i.line, std::string(library->name) + " (" + i.path + ") does not belong in this folder",
                   "It may be included in: " + where};
  }
  const bool standard = i.path.find_first_of("/.") == std::string::npos;
  if (!standard && (in("sim/") || in("models/")))
    return Problem{s.path, i.line, "sim and models include the standard library alone, not " + i.path,
                   "Move what needs it into scenarios/"};
  return std::nullopt;
}

std::optional<Problem> check_floor(const Source& s, const Include& i) {
  if (!under(s.path, "models/") || !under(i.path, "models/")) return std::nullopt;
  const auto from = floor_of(s.path), to = floor_of(i.path);
  if (from == Floor::events && to != Floor::events)
    return Problem{s.path, i.line, "an event includes " + i.path,
                   "Events hold ids and numbers: include models/fwd.hpp and models/events/ alone"};
  if (from == Floor::nouns && to == Floor::world)
    return Problem{s.path, i.line, "a noun includes " + i.path,
                   "Take the models you read as const references; only models/reactions/ sees the world"};
  if (to == Floor::reactions && from != Floor::reactions)
    return Problem{s.path, i.line, i.path + " is included from below", "Post an event; the reaction calls you"};
  return std::nullopt;
}

std::optional<Problem> check_include(const Source& s, const Include& i) {
  if (!is_ours(i.path)) {
    if (i.quoted)
      return Problem{s.path, i.line, "\"" + i.path + "\" does not say its layer",
                     "Write the path from the repository root, or <...> for an outside library"};
    return check_borrowed(s, i);
  }
  const auto from = layer_of(s.path), to = layer_of(i.path);
  if (from && (!to || *to > *from))
    return Problem{
        s.path, i.line, std::string(layers.at(*from)) + " includes " + i.path,
        "Includes point down: sim <- models <- scenarios <- viz; move the shared part down or invert the call"};
  return check_floor(s, i);
}

/// The noun that a file of models/AREA belongs to: its stem, or its folder where it stands deeper.
std::optional<std::string> noun_of(std::string_view path) {
  const auto parts = split_path(path);
  if (parts.size() < 3 || parts[0] != "models" || floor_of(path) != Floor::nouns) return std::nullopt;
  return parts[1] + "/" + parts[2].substr(0, parts[2].find('.'));
}

/// A circle in `graph` as "a -> b -> a", if there is one.
std::optional<std::vector<std::string>> circle_in(const Files& graph) {
  std::set<std::string> done;
  std::vector<std::string> way;
  std::function<bool(const std::string&)> visit = [&](const std::string& at) {
    if (const auto seen = std::find(way.begin(), way.end(), at); seen != way.end()) {
      way.erase(way.begin(), seen);
      way.push_back(at);
      return true;
    }
    if (done.count(at) != 0 || graph.count(at) == 0) return false;
    way.push_back(at);
    for (const auto& next : graph.at(at))
      if (visit(next)) return true;
    way.pop_back();
    done.insert(at);
    return false;
  };
  for (const auto& [start, _] : graph)
    if (visit(start)) return way;
  return std::nullopt;
}

std::string chain(const std::vector<std::string>& way) {
  std::string text;
  for (const auto& stop : way) text += (text.empty() ? "" : " -> ") + stop;
  return text;
}

Files file_includes(const Sources& sources) {
  Files graph;
  for (const auto& s : sources)
    for (const auto& i : includes_of(s))
      if (is_ours(i.path)) graph[s.path].insert(i.path);
  return graph;
}

/// No kernel file speaks of the domain: words are looked for in the parts of identifiers and in literals, not in
/// comments.
void check_words(const Source& s, std::vector<Problem>& problems) {
  static const std::regex domain{
      "(pods?|tenants?|kube\\w*|namespaces?_name|zones?|regions?|deployments?|replicasets?|json|yaml|pulumi|helm|qt)",
      std::regex::icase};
  static const std::regex word{"[A-Z]?[a-z]+|[A-Z]+(?![a-z])"};
  const auto& text = s.uncommented;
  for (std::sregex_iterator m(text.begin(), text.end(), word), end; m != end; ++m)
    if (std::regex_match(m->str(), domain))
      problems.push_back({s.path, line_at(text, static_cast<std::size_t>(m->position())),
                          "the kernel speaks of the domain: " + m->str(),
                          "sim knows no pod, no zone, no JSON; say it in models/"});
}

struct Heavy {
  std::string_view header;  ///< prefix of its include path
  std::size_t at_most;      ///< shipped translation units
};
// The readers of Kubernetes objects, and of cases full of them, walk one DOM, each in a file of its own: a folder
// counts once.
constexpr std::array<std::string_view, 2> dom_readers{"scenarios/conform/", "scenarios/objects/"};
// nlohmann: reports, the schema, dumps, and those two folders.
// Measured with g++ 12 at -O0: each costs 1 to 4 s in every translation unit that sees it.
constexpr std::array heavy{Heavy{"CLI/", 2}, Heavy{"nlohmann/json.hpp", 5}, Heavy{"yaml-cpp/", 1},
                           Heavy{"boost/graph", 2}, Heavy{"valijson/", 0}};

std::string counted_as(const std::string& path) {
  for (const auto folder : dom_readers)
    if (under(path, folder)) return std::string(folder);
  return path;
}

}  // namespace

Files heavy_users(const Sources& sources) {
  const auto graph = file_includes(sources);
  Files direct, users;
  for (const auto& s : sources)
    for (const auto& i : includes_of(s))
      for (const auto& h : heavy)
        if (under(i.path, h.header)) direct[s.path].insert(std::string(h.header));
  for (const auto& s : sources) {
    if (!layer_of(s.path) || !s.path.ends_with(".cpp")) continue;
    std::set<std::string> seen;
    std::vector<std::string> open{s.path};
    while (!open.empty()) {
      const auto file = open.back();
      open.pop_back();
      if (!seen.insert(file).second) continue;
      if (const auto d = direct.find(file); d != direct.end())
        for (const auto& h : d->second) users[h].insert(counted_as(s.path));
      if (const auto next = graph.find(file); next != graph.end())
        open.insert(open.end(), next->second.begin(), next->second.end());
    }
  }
  return users;
}

Files noun_reads(const Sources& sources) {
  Files reads;
  for (const auto& s : sources) {
    const auto reader = noun_of(s.path);
    if (!reader) continue;
    auto& read = reads[*reader];
    for (const auto& i : includes_of(s))
      if (const auto noun = noun_of(i.path); noun && *noun != *reader) read.insert(*noun);
  }
  return reads;
}

std::vector<Problem> check_layering(const Sources& sources) {
  std::vector<Problem> problems;
  for (const auto& s : sources) {
    for (const auto& i : includes_of(s))
      if (auto p = check_include(s, i)) problems.push_back(std::move(*p));
    if (under(s.path, "sim/")) check_words(s, problems);
  }
  if (const auto way = circle_in(file_includes(sources)))
    problems.push_back({way->front(), 1, "files include each other in a circle: " + chain(*way),
                        "Split off what both need, or declare instead of including"});
  if (const auto way = circle_in(noun_reads(sources)))
    problems.push_back({"models/" + way->front(), 1, "nouns read each other in a circle: " + chain(*way),
                        "Let one of them post an event, or let the reaction ask one and tell the other"});
  const auto users = heavy_users(sources);
  for (const auto& h : heavy) {
    const auto found = users.find(std::string(h.header));
    if (found == users.end() || found->second.size() <= h.at_most) continue;
    problems.push_back({*found->second.rbegin(), 1,
                        "heavy header " + std::string(h.header) + " is compiled by " +
                            std::to_string(found->second.size()) + " shipped files, at most " +
                            std::to_string(h.at_most),
                        "Hide it behind a function of our own in one .cpp"});
  }
  return problems;
}

void print_readers(std::ostream& out, const Sources& sources) {
  const auto print = [&out](const Files& lists) {
    for (const auto& [name, list] : lists) {
      out << "  " << name << ':';
      for (const auto& item : list) out << ' ' << item;
      out << (list.empty() ? " nothing\n" : "\n");
    }
  };
  out << "Nouns of models/ and the nouns they read:\n";
  print(noun_reads(sources));
  out << "Heavy headers and the shipped files that compile them:\n";
  print(heavy_users(sources));
}

}  // namespace paddock::house
