#include "scenarios/import/cluster.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/language/node.hpp"

namespace paddock::scenarios {

namespace {

/// The 29 of "v1.29.1-eks-508b6b3".
std::optional<int> minor_of(std::string_view kubelet) {
  if (!kubelet.starts_with("v1.")) return std::nullopt;
  kubelet.remove_prefix(3);
  int minor = 0;
  const auto [end, error] = std::from_chars(kubelet.data(), kubelet.data() + kubelet.size(), minor);
  constexpr int most = 1000;
  return error == std::errc{} && minor >= 0 && minor < most ? std::optional(minor) : std::nullopt;
}

/// What gives EKS away; empty: nothing does.
std::string sign_of_eks(const KubeNode& node) {
  if (node.kubelet.find("-eks-") != std::string::npos) return "the kubelets are EKS's";
  for (const auto& [key, value] : node.labels)
    if (key.starts_with("eks.amazonaws.com/") || key.starts_with("alpha.eksctl.io/"))
      return "the nodes carry labels of EKS";
  return {};
}

}  // namespace

models::ClusterSpec cluster_of(const Dump& dump, const Places& places, const std::string& region,
                               std::vector<Provenance>& provenance) {
  models::ClusterSpec cluster;
  std::optional<int> newest;
  std::string eks;
  bool assumed = false;
  for (std::size_t i = 0; i < dump.nodes.size(); ++i) {
    if (!places.kept[i] || places.of_node[i].region != region) continue;
    if (const auto minor = minor_of(dump.nodes[i].kubelet); minor && (!newest || *minor > *newest)) newest = minor;
    if (eks.empty()) eks = sign_of_eks(dump.nodes[i]);
    assumed |= dump.nodes[i].assumed;
  }
  const std::string path = path_join(path_join("regions", region), "cluster");
  if (newest) cluster.kubernetes = "1." + std::to_string(*newest);
  provenance.push_back({path_join(path, "kubernetes"), newest ? Origin::derived : Origin::assumed,
                        newest ? "the newest kubelet" : "no version is in the dump"});
  cluster.flavour = eks.empty() ? models::Flavour::upstream : models::Flavour::eks;
  provenance.push_back({path_join(path, "flavour"), eks.empty() || assumed ? Origin::assumed : Origin::derived,
                        eks.empty() ? "nothing in the dump is EKS's" : eks});
  return cluster;
}

}  // namespace paddock::scenarios
