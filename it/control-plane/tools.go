//go:build tools

// Package controlplane names the programs that scripts/lib/control-plane.sh builds, so that go.sum covers them.
package controlplane

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
