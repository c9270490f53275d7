"""Measures the Python IDL of Open vSwitch: from connecting to synced. usage: sync.py REMOTE ROWS SCHEMA"""

import resource
import sys
import time

import ovs.db.idl
import ovs.poller


def main(remote, rows, schema):
    helper = ovs.db.idl.SchemaHelper(schema)
    helper.register_columns("Logical_Switch", ["name", "ports", "external_ids"])
    helper.register_columns(
        "Logical_Switch_Port", ["name", "addresses", "port_security", "external_ids", "options"])
    begin = time.monotonic()
    idl = ovs.db.idl.Idl(remote, helper, probe_interval=0, leader_only=False)
    ports = idl.tables["Logical_Switch_Port"].rows
    while not idl.has_ever_connected():
        idl.run()
        poller = ovs.poller.Poller()
        idl.wait(poller)
        if not idl.has_ever_connected():
            poller.block()
    print("measured sync_seconds %f" % (time.monotonic() - begin))
    print("measured peak_rss_mb %f" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    if len(ports) != rows:
        sys.exit("%d rows instead of %d" % (len(ports), rows))
    idl.close()


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
