package io.github.ovnnb.agent.kubernetes;

import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;

/** OpenKruise's StatefulSet. */
@Group("apps.kruise.io")
@Version("v1beta1")
@Kind("StatefulSet")
@Plural("statefulsets")
final class KruiseStatefulSetResource extends OrdinalSetResource {}
