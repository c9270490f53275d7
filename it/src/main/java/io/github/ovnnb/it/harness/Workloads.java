package io.github.ovnnb.it.harness;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.Map;

/** Workloads as users write them, one container each; the application's label is its name. None says a namespace. */
public final class Workloads {

    private Workloads() {}

    public static Map<String, String> ipAddress(String addresses) {
        return Map.of("ovn.kubernetes.io/ip_address", addresses);
    }

    public static Map<String, String> macAddress(String mac) {
        return Map.of("ovn.kubernetes.io/mac_address", mac);
    }

    public static Map<String, String> ipPool(String pool) {
        return Map.of("ovn.kubernetes.io/ip_pool", pool);
    }

    public static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    public static Pod pod(String name, Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app", name)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(oneContainer())
                .build();
    }

    public static Deployment deployment(String name, int replicas, Map<String, String> annotations) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name, annotations))
                .endSpec()
                .build();
    }

    public static StatefulSet statefulSet(String name, int replicas, Map<String, String> annotations) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withServiceName(name)
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name, annotations))
                .endSpec()
                .build();
    }

    public static DaemonSet daemonSet(String name, Map<String, String> annotations) {
        return new DaemonSetBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withTemplate(template(name, annotations))
                .endSpec()
                .build();
    }

    public static Job job(String name, int parallelism, Map<String, String> annotations) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withSpec(jobSpec(name, parallelism, annotations))
                .build();
    }

    /** Due every minute. */
    public static CronJob cronJob(String name, Map<String, String> annotations) {
        return new CronJobBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withSchedule("* * * * *")
                .withNewJobTemplate()
                .withSpec(jobSpec(name, 1, annotations))
                .endJobTemplate()
                .endSpec()
                .build();
    }

    private static JobSpec jobSpec(String name, int parallelism, Map<String, String> annotations) {
        var template = template(name, annotations);
        template.getSpec().setRestartPolicy("Never");
        return new JobSpecBuilder()
                .withParallelism(parallelism)
                .withCompletions(parallelism)
                .withTemplate(template)
                .build();
    }

    private static PodTemplateSpec template(String app, Map<String, String> annotations) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", app)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(oneContainer())
                .build();
    }

    private static PodSpec oneContainer() {
        return new PodSpecBuilder()
                .addNewContainer()
                .withName("main")
                .withImage("none")
                .endContainer()
                .build();
    }
}
