package io.github.ovnnb.agent.kubernetes;

import io.github.ovnnb.agent.kubernetes.KubernetesCaches.SubnetSource;

/**
 * What the cluster serves beyond Kubernetes' own kinds.
 *
 * @param kubeVirt whether it has VirtualMachines (kubevirt.io/v1)
 * @param kruise whether it has OpenKruise's StatefulSets (apps.kruise.io/v1beta1)
 * @param pools whether it has kube-ovn's IPPools (kubeovn.io/v1)
 * @param ips whether it has kube-ovn's IPs (kubeovn.io/v1)
 */
public record ClusterKinds(SubnetSource subnets, boolean kubeVirt, boolean kruise, boolean pools, boolean ips) {}
