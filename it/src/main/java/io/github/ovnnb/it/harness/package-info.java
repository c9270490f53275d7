/**
 * A real OVN and a real Kubernetes control plane for tests, ours and others'. Nothing here is a mock: ovsdb-server and
 * ovn-northd in a container, etcd, kube-apiserver and kube-controller-manager as processes on loopback. Only the
 * scheduler and the kubelets are played, by {@link io.github.ovnnb.it.harness.Kubelets}.
 */
@NullMarked
package io.github.ovnnb.it.harness;

import org.jspecify.annotations.NullMarked;
