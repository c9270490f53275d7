package io.github.ovnnb.ovsdb.protocol;

/** Takes the rows of a monitor's first reply one by one while it is still arriving. */
public interface MonitorSink {

    /**
     * Before the first row.
     *
     * @param resumed whether what follows continues from the transaction that the request named ({@code found}); otherwise it
     *     is the whole contents and replaces all that was known
     */
    void begin(boolean resumed);

    /** Takes the next row. */
    void accept(RowUpdate update);
}
