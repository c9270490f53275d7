package io.github.ovnnb.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ovnnb.agent.domain.PortFate;
import io.github.ovnnb.agent.domain.RetentionRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The walls of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.github.ovnnb.agent", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "io.github.ovnnb.agent";
    private static final String DOMAIN = BASE + ".domain..";
    private static final String RECONCILE = BASE + ".reconcile..";

    @ArchTest
    static final ArchRule theDomainKnowsNothingButTheLanguage = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", DOMAIN);

    @ArchTest
    static final ArchRule reconcilingKnowsTheDomainAndItsOwnSeams = classes()
            .that()
            .resideInAPackage(RECONCILE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", DOMAIN, RECONCILE);

    @ArchTest
    static final ArchRule onlyKubernetesKnowsFabric8 = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".kubernetes..", BASE, BASE + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");

    @ArchTest
    static final ArchRule onlyNorthboundKnowsOvsdb = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".northbound..", BASE, BASE + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.ovnnb.ovsdb..", "io.github.ovnnb.ovn..");

    @ArchTest
    static final ArchRule theTwoWorldsNeverMeet = noClasses()
            .that()
            .resideInAPackage(BASE + ".kubernetes..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".northbound..");

    @ArchTest
    static final ArchRule norTheOtherWayRound = noClasses()
            .that()
            .resideInAPackage(BASE + ".northbound..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".kubernetes..");

    @ArchTest
    static final ArchRule noCycles = slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheRetentionRuleMakesAPortFate = noClasses()
            .that()
            .areNotAssignableTo(RetentionRule.class)
            .should()
            .callCodeUnitWhere(constructorOf(PortFate.Retain.class, PortFate.Release.class));

    @ArchTest
    static final ArchRule timeThreadsAndChanceComeFromOutside = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN, RECONCILE, BASE + ".northbound..")
            .should()
            .callCodeUnitWhere(owned(
                    Clock.class,
                    Instant.class,
                    Thread.class,
                    Executors.class,
                    ExecutorService.class,
                    Random.class,
                    ThreadLocalRandom.class,
                    TimeUnit.class))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(CompletableFuture.class, "join")
            .orShould()
            .callMethod(CompletableFuture.class, "get")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    private static DescribedPredicate<JavaCall<?>> constructorOf(Class<?>... types) {
        return DescribedPredicate.describe(
                "constructs a PortFate", call -> call.getName().equals("<init>") && isOwnedBy(call, types));
    }

    private static DescribedPredicate<JavaCall<?>> owned(Class<?>... types) {
        return DescribedPredicate.describe(
                "uses a clock, a thread or chance of its own", call -> isOwnedBy(call, types));
    }

    private static boolean isOwnedBy(JavaAccess<?> access, Class<?>... types) {
        for (var type : types) {
            if (access.getTargetOwner().isEquivalentTo(type)) {
                return true;
            }
        }
        return false;
    }
}
