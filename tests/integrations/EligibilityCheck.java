// Runs the Spring sample's decisions: one line for each case of stdin, `birthDate|now|verifiedAt|channel|ci|di|production`.
package shop;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

class EligibilityCheck {
    public static void main(String[] none) {
        var lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            var it = lines.nextLine().split("\\|", -1);
            var customer = new HashMap<String, String>();
            customer.put("name", "a");
            for (var member : Map.of("birthDate", it[0], "ci", it[4], "di", it[5]).entrySet()) {
                if (!member.getValue().isEmpty()) customer.put(member.getKey(), member.getValue());
            }
            var channel = Map.of("type", it[3], "pgProvider", "DANAL", "pgMerchantId", "A1");
            var found = Map.of("status", "VERIFIED", "id", "id", "version", "V2", "channel", channel,
                    "verifiedAt", it[2], "verifiedCustomer", customer);
            var issuedAt = Instant.parse(it[2]).minusSeconds(60);
            var reasons = Eligibility.reasonsAgainst(found, "id", issuedAt, Instant.parse(it[1]), Boolean.parseBoolean(it[6]));
            System.out.println(String.join(",", reasons));
        }
    }
}
