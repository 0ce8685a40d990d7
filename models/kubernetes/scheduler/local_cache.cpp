#include "models/kubernetes/scheduler/local_cache.hpp"

#include <algorithm>

namespace paddock::models::scheduling {

template <class Id, class T>
std::vector<T>& LocalCache::line_of(std::vector<Line<Id, T>>& lines, Id id, std::size_t rows) {
  // Assumed: as much memory as a dozen large fleets' worth of rows is well spent; small fleets keep more lines.
  constexpr std::size_t most_results = 64 * 1024;
  ++clock_;
  auto line = std::find_if(lines.begin(), lines.end(), [&](const auto& l) { return l.id == id; });
  if (line == lines.end()) {
    if (lines.size() < std::clamp<std::size_t>(most_results / (rows + 1), 4, 256)) {
      line = lines.emplace(lines.end());
    } else {
      line = std::min_element(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.used < b.used; });
      line->results.clear();
    }
    line->id = id;
  }
  line->used = clock_;
  if (line->results.size() < rows) line->results.resize(rows);
  return line->results;
}

std::vector<LocalResult>& LocalCache::of(LocalId id, std::size_t rows) { return line_of(lines_, id, rows); }

std::vector<VictimResult>& LocalCache::victims_of(ClassId id, std::size_t rows) {
  return line_of(victim_lines_, id, rows);
}

void LocalCache::clear() {
  lines_.clear();
  victim_lines_.clear();
}

}  // namespace paddock::models::scheduling
