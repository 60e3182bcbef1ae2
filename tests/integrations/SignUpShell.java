// What Spring is to the sample's SignUp, in a few lines of the JDK's: an HTTP server, an HTTP client, with the Jackson
// that Spring Boot has too, and H2.
// Lives here: moving requests and answers. May not: anything that decides; that is the sample's.
package shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.jdbcx.JdbcConnectionPool;

class SignUpShell {
    private static final Map<String, String> ENV = System.getenv();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper(); // what Spring Boot 3 reads and writes with
    private static final boolean IN_PRODUCTION = !"development".equals(ENV.get("SIGNUP_MODE"));

    public static void main(String[] none) throws Exception {
        var pool = JdbcConnectionPool.create("jdbc:h2:" + ENV.get("SIGNUP_DATABASE") + ";AUTO_SERVER=TRUE", "sa", "");
        var signUp = new SignUp(SignUpShell::ask, new Accounts(pool, ENV.get("SIGNUP_HASH_KEY")), IN_PRODUCTION);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(32));
        server.createContext("/identity-verifications/start", exchange -> start(exchange, signUp));
        server.createContext("/identity-verifications", exchange -> finish(exchange, signUp));
        server.start();
        System.out.println("sign-up listening on http://127.0.0.1:" + server.getAddress().getPort());
    }

    static SignUp.Answer ask(String id) throws Exception {
        var target = ENV.get("PORTONE_API_BASE") + "/identity-verifications/" + id + "?storeId=" + ENV.get("PORTONE_STORE_ID");
        var patience = Duration.ofSeconds(Long.parseLong(ENV.get("PORTONE_TIMEOUT_SECONDS")));
        var request = HttpRequest.newBuilder(URI.create(target)).timeout(patience)
                .header("Authorization", "PortOne " + ENV.get("PORTONE_API_SECRET")).build();
        var answer = HTTP.send(request, BodyHandlers.ofByteArray());
        return new SignUp.Answer(answer.statusCode(), objectOf(answer.body()));
    }

    private static void start(HttpExchange exchange, SignUp signUp) throws IOException {
        try (exchange) {
            String session = sessionOf(exchange).isEmpty() ? HexFormat.of().formatHex(random()) : sessionOf(exchange);
            String id = signUp.start(session);
            String secure = IN_PRODUCTION ? "; Secure" : "";
            exchange.getResponseHeaders().set("Set-Cookie", "signup=" + session + "; Path=/; HttpOnly; SameSite=Lax" + secure);
            answer(exchange, 200, Map.of("identityVerificationId", id,
                    "storeId", ENV.get("PORTONE_STORE_ID"), "channelKey", ENV.get("PORTONE_CHANNEL_KEY")));
        } catch (SQLException trouble) {
            throw new IOException(trouble);
        }
    }

    private static void finish(HttpExchange exchange, SignUp signUp) throws IOException {
        try (exchange) {
            Object id;
            try {
                id = objectOf(exchange.getRequestBody().readAllBytes()).get("identityVerificationId");
            } catch (IOException unreadable) {
                id = null;
            }
            SignUp.Outcome outcome = signUp.finish(id, sessionOf(exchange));
            if (outcome.status() == 503) exchange.getResponseHeaders().set("Retry-After", "5");
            answer(exchange, outcome.status(), Map.of("decision", outcome.decision(), "reasons", outcome.reasons()));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] json = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    private static String sessionOf(HttpExchange exchange) {
        var cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        Matcher found = Pattern.compile("(?:^|; )signup=([0-9a-f]{64})(?:;|$)").matcher(String.join("; ", cookies));
        return found.find() ? found.group(1) : "";
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> objectOf(byte[] json) throws IOException {
        return JSON.readValue(json, Map.class);
    }
}
