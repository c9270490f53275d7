package io.github.ovnnb.agent.model;

import io.github.ovnnb.agent.domain.Subnet;
import java.util.List;
import java.util.Map;

/** One thing that somebody does. Which one of those there are, and how, are numbers: what is meant is found when it is done. */
record Step(Kind kind, int which, int how) {
    private static final String PREFIX = "ovn.kubernetes.io/";

    private static final List<Map<String, String>> REQUESTS = List.of(
            Map.of(),
            Map.of(),
            Map.of(PREFIX + "ip_address", "10.0.0.4"),
            Map.of(PREFIX + "ip_address", "10.0.0.5,fd00::5"),
            Map.of(PREFIX + "ip_address", "fd00::6"),
            Map.of(PREFIX + "mac_address", "00:00:00:53:6b:b6"),
            Map.of(PREFIX + "ip_pool", "10.0.0.7,10.0.0.8"),
            Map.of(PREFIX + "ip_address", "10.0.0.1"),
            Map.of(PREFIX + "ip_address", "nonsense"));
    private static final List<Map<String, String>> TEMPLATES = List.of(
            Map.of(),
            Map.of(),
            Map.of(PREFIX + "ip_pool", "10.0.0.6,10.0.0.7,10.0.0.8"),
            Map.of(PREFIX + "ip_pool", "10.0.0.7,10.0.0.8"),
            Map.of(PREFIX + "ip_pool", "10.0.0.9,fd00::9;10.0.0.10,fd00::a"));
    private static final List<Subnet> SUBNETS = List.of(
            Town.subnet("10.0.0.0/28,fd00::/124", List.of()),
            Town.subnet("10.0.0.0/28,fd00::/124", List.of("10.0.0.13..10.0.0.14")),
            Town.subnet("10.0.0.0/28,fd00::/124", List.of("10.0.0.2..10.0.0.5", "fd00::3")),
            Town.subnet("10.0.0.0/27,fd00::/123", List.of()));

    /** More than once what should happen more often. */
    enum Kind {
        CREATE_POD,
        DELETE_POD,
        ANNOTATE_POD,
        FINISH_POD,
        SCALE,
        SCALE_AND_MAKE_MEMBERS,
        MAKE_MEMBERS,
        MEMBER_GOES,
        MEMBER_IS_REPLACED,
        CHANGE_TEMPLATE,
        DELETE_SET,
        CREATE_AND_START_MACHINE,
        START_MACHINE,
        STOP_MACHINE,
        DELETE_MACHINE,
        MIGRATE,
        MIGRATION_SUCCEEDS,
        MIGRATION_FAILS,
        EDIT_SUBNET,
        FOREIGN_PORT_COMES,
        FOREIGN_PORT_GOES,
        KILL_AGENT,
        START_AGENT,
        RESTART_AGENT
    }

    void on(Town town) {
        var objects = town.objects;
        var pod = "p" + which;
        var set = which % 2 == 0 ? "web" : "db";
        var member = set + "-" + (1 + how % 3);
        var machine = "vm" + which % 2;
        switch (kind) {
            case CREATE_POD -> objects.createPod(pod, REQUESTS.get(how % REQUESTS.size()));
            case DELETE_POD -> objects.deletePod(pod);
            case ANNOTATE_POD -> objects.annotate(pod, REQUESTS.get(how % REQUESTS.size()));
            case FINISH_POD -> objects.finishPod(pod);
            case SCALE -> objects.scale(set, how % 4, TEMPLATES.get(how % TEMPLATES.size()));
            case SCALE_AND_MAKE_MEMBERS -> {
                objects.scale(set, how % 4, TEMPLATES.get(how % TEMPLATES.size()));
                objects.makeMembers(set);
            }
            case MAKE_MEMBERS -> objects.makeMembers(set);
            case MEMBER_GOES -> objects.deletePod(member);
            case MEMBER_IS_REPLACED -> {
                objects.deletePod(member);
                objects.makeMembers(set);
            }
            case CHANGE_TEMPLATE -> objects.setTemplate(set, TEMPLATES.get(how % TEMPLATES.size()));
            case DELETE_SET -> objects.deleteSet(set);
            case CREATE_AND_START_MACHINE -> {
                objects.createMachine(machine);
                objects.startMachine(machine);
            }
            case START_MACHINE -> objects.startMachine(machine);
            case STOP_MACHINE -> objects.stopMachine(machine);
            case DELETE_MACHINE -> objects.deleteMachine(machine);
            case MIGRATE -> objects.migrate(machine);
            case MIGRATION_SUCCEEDS -> objects.endMigration(machine, true);
            case MIGRATION_FAILS -> objects.endMigration(machine, false);
            case EDIT_SUBNET -> editSubnet(town);
            case FOREIGN_PORT_COMES -> foreignPortComes(town);
            case FOREIGN_PORT_GOES -> town.rows.remove("foreign-" + which);
            case KILL_AGENT -> town.killAgent();
            case START_AGENT -> town.startAgent();
            case RESTART_AGENT -> {
                town.killAgent();
                town.startAgent();
            }
        }
    }

    /** It grows and never shrinks. */
    private void editSubnet(Town town) {
        var edited = SUBNETS.get(how % SUBNETS.size());
        boolean shrinks = edited.cidrs().get(0).prefixLength()
                > town.subnet().cidrs().get(0).prefixLength();
        if (!shrinks) {
            town.subnetIs(edited);
        }
    }

    /** One that takes nothing from ours, who would then both have it. */
    private void foreignPortComes(Town town) {
        var ip = "10.0.0." + (2 + how % 12);
        if (!Ledger.isHeld(town, ip)) {
            town.rows.putForeign("foreign-" + which, Town.SWITCH, "0a:00:00:00:00:0" + which + " " + ip);
        }
    }
}
