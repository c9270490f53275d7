package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** Kubernetes' own StatefulSet. */
@Group("apps")
@Version("v1")
@Kind("StatefulSet")
@Plural("statefulsets")
final class StatefulSetResource extends OrdinalSetResource {}
