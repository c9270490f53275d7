package io.github.ovnnb.ovsdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ovnnb.ovsdb.replica.ReplicaWriter;

/** The walls of this room, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "io.github.ovnnb", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OURS = "io.github.ovnnb.ovsdb";

    @ArchTest
    static final ArchRule protocolNeedsNothingButTheJdk = classes()
            .that()
            .resideInAPackage(OURS + ".protocol")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", OURS + ".protocol");

    @ArchTest
    static final ArchRule codecKnowsProtocolAndJackson = classes()
            .that()
            .resideInAPackage(OURS + ".codec")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "com.fasterxml.jackson..", OURS + ".protocol", OURS + ".codec");

    @ArchTest
    static final ArchRule replicaKnowsProtocol = classes()
            .that()
            .resideInAPackage(OURS + ".replica")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", OURS + ".protocol", OURS + ".replica");

    @ArchTest
    static final ArchRule draftsKnowRowsAndNothingElse = classes()
            .that()
            .resideInAPackage(OURS + ".draft")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", OURS + ".protocol", OURS + ".replica", OURS + ".draft");

    @ArchTest
    static final ArchRule onlyTheClientWritesItsReplica = noClasses()
            .that()
            .resideOutsideOfPackages(OURS, OURS + ".session", OURS + ".replica")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("ReplicaWriter");

    /** Or its callers could write it, too. */
    @ArchTest
    static final ArchRule theClientGivesNobodyItsReplicaToWrite = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(OURS, OURS + ".replica")
            .and()
            .areDeclaredInClassesThat()
            .doNotHaveSimpleName("ReplicaWriter")
            .should()
            .haveRawReturnType(ReplicaWriter.class);

    @ArchTest
    static final ArchRule onlyOnePackageSeesNetty = noClasses()
            .that()
            .resideOutsideOfPackage(OURS + ".netty..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "jnr..");

    @ArchTest
    static final ArchRule northboundIsOnlyRows = classes()
            .that()
            .resideInAPackage("io.github.ovnnb.ovn.northbound")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", OURS + ".protocol", "io.github.ovnnb.ovn.northbound");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("io.github.ovnnb.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule valuesReplicaAndCodecReadNoClockAndStartNoThread = noClasses()
            .that()
            .resideInAnyPackage(OURS + ".protocol", OURS + ".codec", OURS + ".replica")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);
}
