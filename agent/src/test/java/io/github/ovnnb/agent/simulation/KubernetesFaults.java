package io.github.ovnnb.agent.simulation;

/** What befalls those who talk to the API server. */
interface KubernetesFaults {
    enum PatchFault {
        NONE,
        LOST_REQUEST,
        LOST_REPLY,
        /** Another writer was quicker, by less than the server can see to. */
        CONFLICT
    }

    PatchFault nextPatch();

    /** How long a request or an answer is on its way, in microseconds. */
    long travel();

    /** How far a watch of that kind is behind, in microseconds. */
    long lag(String kind);
}
