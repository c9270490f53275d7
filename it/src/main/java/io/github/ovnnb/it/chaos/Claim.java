package io.github.ovnnb.it.chaos;

/**
 * Who may count on a port beyond the life of a Pod.
 *
 * @param ownerUid of the StatefulSet or the virtual machine
 * @param port the port's name, which for a StatefulSet says the ordinal
 */
record Claim(String ownerUid, String port) {}
