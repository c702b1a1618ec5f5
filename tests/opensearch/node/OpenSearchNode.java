import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;

/**
 * One OpenSearch node in this process, for tests: `java ... OpenSearchNode HOME [tied]`.
 *
 * <p>HOME has config/opensearch.yml, config/log4j2.properties and modules/NAME/ with a jar and its descriptor. What the
 * server's own main class does beside this (no root, native locks, an agent against file access) a test does without.
 * A tied node ends with the process that started it, however that ends: its standard input is a pipe from there.
 */
public final class OpenSearchNode {
    public static void main(String[] args) throws Exception {
        if (args.length > 1 && args[1].equals("tied")) {
            Thread watch = new Thread(OpenSearchNode::endWithParent, "parent");
            watch.setDaemon(true);
            watch.start();
        }
        Path home = Path.of(args[0]).toAbsolutePath();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            Settings.builder().put("path.home", home.toString()).build(), Map.of(), home.resolve("config"), () -> "node");
        LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
        LogConfigurator.configure(environment);
        Node node = new Node(environment);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
            stopped.countDown();
        }));
        node.start();
        stopped.await();
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        } catch (IOException error) {
            // a broken pipe says the same as a closed one
        }
        Runtime.getRuntime().halt(0);
    }
}
