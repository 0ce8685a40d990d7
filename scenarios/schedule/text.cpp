#include "scenarios/schedule/text.hpp"

#include <algorithm>
#include <map>

#include "scenarios/report/sanitize.hpp"

namespace paddock::scenarios {
namespace {

using namespace models::scheduling;  // NOLINT(google-build-using-namespace): this file is about little else

constexpr std::size_t rows_shown = 10;  // assumed: what fits on a screen beside the rest
constexpr std::size_t names_shown = 8;  // assumed: of nodes or pods in one cell

std::string count(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ") {
  std::string text;
  for (const std::string& part : parts) text.append(text.empty() ? std::string_view{} : between).append(part);
  return text;
}

/// "NodeResourcesFit" as "Node Resources Fit", so that a narrow column can break it.
std::string spaced(std::string_view plugin) {
  std::string text;
  for (const char c : plugin) {
    if (c >= 'A' && c <= 'Z' && !text.empty()) text += ' ';
    text += c;
  }
  return text;
}

/// Reasons and how many nodes have each, as upstream prints them: sorted as text. Source:
/// pkg/scheduler/framework/types.go, FitError.
std::string histogram(const std::map<std::string, std::size_t>& reasons) {
  std::vector<std::string> parts;
  parts.reserve(reasons.size());
  for (const auto& [reason, nodes] : reasons) parts.push_back(std::to_string(nodes) + " " + reason);
  std::sort(parts.begin(), parts.end());
  return joined(parts);
}

std::string available(std::size_t nodes, const std::map<std::string, std::size_t>& reasons) {
  const std::string none = "0/" + std::to_string(nodes) + " nodes are available";
  return reasons.empty() ? none + "." : none + ": " + histogram(reasons) + ".";
}

class AnswerText {
 public:
  AnswerText(const PlacedCluster& cluster, const Answer& answer, const ScheduleTextOptions& options)
      : cluster_(cluster), answer_(answer), told_(answer.explanation), options_(options) {}

  std::string run() {
    out_ = shown(answer_.pod) + " -> " + choice() + "\n";
    if (!answer_.chosen) out_ += paragraph(shown(unschedulable_message(told_)), options_.paper);
    if (!told_.larger_in.empty())
      out_ += paragraph("Larger than any node, even an empty one, in " + shown(joined(told_.larger_in)) + ".",
                        options_.paper);
    scores();
    rejections();
    if (told_.preemption) preemption(*told_.preemption);
    return out_;
  }

  std::string choice() const {
    if (!answer_.chosen) return "no node";
    std::string text = shown(node_name(cluster_, *answer_.chosen));
    for (const NodeExplanation& node : told_.nodes)
      if (node.node == *answer_.chosen) text += "   total " + std::to_string(node.total);
    if (told_.best.size() > 1) {
      text += ", one of " + std::to_string(told_.best.size()) + " with the best total, chosen ";
      text += options_.ties.random ? "at random (seed " + std::to_string(options_.ties.seed) + ")" : "by name";
    }
    return text;
  }

 private:
  std::size_t rows_of(std::size_t all) const { return options_.everything ? all : std::min(all, rows_shown); }

  void more(std::size_t all, std::string_view what) {
    if (rows_of(all) < all)
      out_ += "     " + std::to_string(all - rows_of(all)) + " more " + std::string(what) + " (--all)\n";
  }

  /// Names in order, as many as one cell holds.
  std::string names(std::vector<std::string> all) const {
    std::sort(all.begin(), all.end());
    const std::size_t more = options_.everything || all.size() <= names_shown ? 0 : all.size() - names_shown;
    all.resize(all.size() - more);
    for (std::string& name : all) name = shown(name);
    return joined(all) + (more > 0 ? " and " + std::to_string(more) + " more" : "");
  }

  /// Feasible nodes, the chosen one first, then by total and name.
  std::vector<const NodeExplanation*> ranked() const {
    std::vector<const NodeExplanation*> nodes;
    for (const NodeExplanation& node : told_.nodes)
      if (!node.rejection) nodes.push_back(&node);
    std::sort(nodes.begin(), nodes.end(), [&](const auto* a, const auto* b) {
      const bool first = answer_.chosen == a->node, second = answer_.chosen == b->node;
      if (first != second) return first;
      if (a->total != b->total) return a->total > b->total;
      return node_name(cluster_, a->node) < node_name(cluster_, b->node);
    });
    return nodes;
  }

  void scores() {
    const auto nodes = ranked();
    if (nodes.empty()) return;
    std::vector<Column> columns{
        {.title = ""}, {.title = "node", .shrink = Shrink::elide, .keeps = 24}, {.title = "total", .right = true}};
    for (std::size_t p = 0; p < plugin_count; ++p)
      columns.push_back({.title = spaced(name(static_cast<Plugin>(p))), .shrink = Shrink::wrap, .right = true});
    Table table(std::move(columns));
    for (std::size_t i = 0; i < rows_of(nodes.size()); ++i) {
      const NodeExplanation& node = *nodes[i];
      std::vector<Cell> row{answer_.chosen == node.node ? "*" : " ", shown(node_name(cluster_, node.node)),
                            std::to_string(node.total)};
      for (const auto& score : node.scores) row.emplace_back(score ? std::to_string(*score) : "");
      table.add(std::move(row));
    }
    out_ += "\n" + table.text(options_.paper);
    more(nodes.size(), "nodes fit");
    if (answer_.evaluated && *answer_.evaluated < cluster_.state.nodes())
      out_ += paragraph("The configuration has a share of the nodes scored: " + count(*answer_.evaluated, "node") +
                            " looked at, of " + std::to_string(cluster_.state.nodes()) + ".",
                        options_.paper);
  }

  void rejections() {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> groups;
    std::size_t rejected = 0;
    for (const NodeExplanation& node : told_.nodes) {
      if (!node.rejection) continue;
      ++rejected;
      groups[{joined(node.reasons), std::string(name(node.rejection->plugin))}].push_back(
          node_name(cluster_, node.node));
    }
    if (groups.empty()) return;
    Table table({{.title = "nodes", .right = true},
                 {.title = "rejected by"},
                 {.title = "reason", .shrink = Shrink::wrap, .keeps = 30},
                 {.title = "which", .shrink = Shrink::wrap, .keeps = 30}});
    std::vector<std::pair<std::size_t, std::vector<Cell>>> rows;
    rows.reserve(groups.size());
    for (const auto& [why, nodes] : groups)
      rows.push_back({nodes.size(), {std::to_string(nodes.size()), why.second, shown(why.first), names(nodes)}});
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (std::size_t i = 0; i < rows_of(rows.size()); ++i) table.add(rows[i].second);
    out_ += "\n" + table.text(options_.paper);
    more(rows.size(), "reasons");
  }

  void preemption(const PreemptionExplanation& told) {
    if (told.candidates.empty()) return;
    out_ += "\n  Preemption would make room on " + shown(node_name(cluster_, *answer_.nominated));
    out_ += told.best.size() > 1 ? ", one of " + std::to_string(told.best.size()) + " equally good. " : ". ";
    out_ += "Here nobody was evicted.\n\n";
    std::vector<const CandidateExplanation*> candidates;
    for (const auto& c : told.candidates) candidates.push_back(&c);
    const auto is_best = [&](const auto* c) { return std::ranges::find(told.best, c->node) != told.best.end(); };
    std::sort(candidates.begin(), candidates.end(), [&](const auto* a, const auto* b) {
      const bool first = answer_.nominated == a->node, second = answer_.nominated == b->node;
      if (first != second) return first;
      if (is_best(a) != is_best(b)) return is_best(a);
      return node_name(cluster_, a->node) < node_name(cluster_, b->node);
    });
    Table table({{.title = ""},
                 {.title = "node", .shrink = Shrink::elide, .keeps = 24},
                 {.title = "victims", .right = true},
                 {.title = "against budgets", .right = true},
                 {.title = "who would go, most important first", .shrink = Shrink::wrap, .keeps = 40}});
    for (std::size_t i = 0; i < rows_of(candidates.size()); ++i) {
      const CandidateExplanation& c = *candidates[i];
      table.add({answer_.nominated == c.node ? "*" : " ", shown(node_name(cluster_, c.node)),
                 std::to_string(c.victims.pods.size()), std::to_string(c.victims.violations), victims(c.victims)});
    }
    out_ += table.text(options_.paper);
    more(candidates.size(), "candidates");
  }

  std::string victims(const Victims& victims) const {
    std::vector<std::string> shown_names;
    const std::size_t all = victims.pods.size();
    const std::size_t most = options_.everything ? all : std::min(all, names_shown);
    for (std::size_t i = 0; i < most; ++i)
      if (const auto at = cluster_.pod_names.find(victims.pods[i]); at != cluster_.pod_names.end())
        shown_names.push_back(shown(at->second));
    return joined(shown_names) + (most < all ? " and " + std::to_string(all - most) + " more" : "");
  }

  const PlacedCluster& cluster_;
  const Answer& answer_;
  const models::scheduling::Explanation& told_;
  const ScheduleTextOptions& options_;
  std::string out_;
};

}  // namespace

std::string unschedulable_message(const models::scheduling::Explanation& told) {
  std::map<std::string, std::size_t> reasons, of_preemption;
  if (told.refused) return "0/" + std::to_string(told.nodes.size()) + " nodes are available: " + *told.refused + ".";
  for (const NodeExplanation& node : told.nodes)
    for (const std::string& reason : node.reasons) ++reasons[reason];
  std::string message = available(told.nodes.size(), reasons);
  if (!told.preemption || !told.preemption->candidates.empty()) return message;
  if (told.preemption->not_eligible) return message + " preemption: " + *told.preemption->not_eligible;
  for (const CandidateExplanation& other : told.preemption->others)
    for (const std::string& reason : other.reasons) ++of_preemption[reason];
  if (const std::size_t hopeless = told.nodes.size() - told.preemption->others.size(); hopeless > 0)
    of_preemption["Preemption is not helpful for scheduling"] = hopeless;
  return message + " preemption: " + available(told.nodes.size(), of_preemption);
}

std::string answer_text(const PlacedCluster& cluster, const Answer& answer, const ScheduleTextOptions& options) {
  return AnswerText(cluster, answer, options).run();
}

std::string answers_text(const PlacedCluster& cluster, std::span<const Answer> answers,
                         const ScheduleTextOptions& options) {
  Table table({{.title = "pod", .shrink = Shrink::elide, .keeps = 24},
               {.title = "node", .shrink = Shrink::elide, .keeps = 24},
               {.title = "total", .right = true},
               {.title = "tied", .right = true},
               {.title = "why not", .shrink = Shrink::wrap, .keeps = 40}});
  std::size_t placed = 0;
  std::string last_why;  // replicas that wait mostly wait for the same
  for (const Answer& answer : answers) {
    const models::scheduling::Explanation& told = answer.explanation;
    std::string total;
    for (const NodeExplanation& node : told.nodes)
      if (answer.chosen == node.node) total = std::to_string(node.total);
    placed += answer.chosen ? 1 : 0;
    std::string why = answer.chosen ? "" : shown(unschedulable_message(told));
    const bool again = !why.empty() && why == last_why;
    last_why = why;
    table.add({shown(answer.pod), answer.chosen ? shown(node_name(cluster, *answer.chosen)) : "none", total,
               told.best.size() > 1 ? std::to_string(told.best.size()) : "", again ? "the same" : why});
  }
  std::string text = table.text(options.paper) + "\n" + std::to_string(placed) + " of " + count(answers.size(), "pod") +
                     " found a node.\n";
  if (options.everything)
    for (const Answer& answer : answers) text += "\n" + answer_text(cluster, answer, options);
  return text;
}

}  // namespace paddock::scenarios
