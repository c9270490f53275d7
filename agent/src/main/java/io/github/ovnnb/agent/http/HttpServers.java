package io.github.ovnnb.agent.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's HTTP servers with limits: by themselves they wait for ever for the rest of a request, and for who does not read the answer, with a
 * thread for each; a few such clients and nobody else is served. To be made nowhere else, because the JDK reads the limits once, when the first
 * server is made.
 */
public final class HttpServers {
    /** Beyond the JDK's backlog nobody waits; who comes then is refused. */
    private static final int BACKLOG = 64;

    static {
        // In seconds, jdk.httpserver's module documentation; the first is for headers and body together.
        limit("sun.net.httpserver.maxReqTime", 2);
        limit("sun.net.httpserver.maxRspTime", 5);
        limit("jdk.httpserver.maxConnections", 200);
    }

    private HttpServers() {}

    /** Whoever starts the virtual machine may know better. */
    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    /** Bound to the address, and not started. */
    public static HttpServer plain(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, BACKLOG);
    }

    /** The same for HTTPS; needs a configurator before it is started. */
    public static HttpsServer secure(InetSocketAddress address) throws IOException {
        return HttpsServer.create(address, BACKLOG);
    }

    /** For the requests of one server. @param most that are answered at once; the others wait, no longer than the limits make them */
    public static ExecutorService threads(String name, int most) {
        return Executors.newFixedThreadPool(most, task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
