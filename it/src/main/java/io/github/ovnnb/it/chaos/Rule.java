package io.github.ovnnb.it.chaos;

/** What may never be broken. */
enum Rule {
    SHARED_ON_A_SWITCH("two rows of one switch have one address"),
    POD_WAS_TOLD_ANOTHER("a living Pod was told another address"),
    TWO_PODS_WERE_TOLD_ONE("two living Pods were told one address"),
    MEMBER_MOVED("a wanted member's address changed"),
    MEMBERS_ROW_LOST("a wanted member's row was lost or made anew"),
    TOLD_WITHOUT_ROW("a Pod was told an address that no row had"),
    LIVING_PODS_ROW_LOST("the row of a living Pod was lost or changed"),
    UNSETTLED("not right in the end, with all faults healed"),
    CHECKER_FAILED("the checker itself could not go on");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
