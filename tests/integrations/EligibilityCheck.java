// Runs the Spring sample's decisions: one line for each case of stdin, `birthDate|now|verifiedAt|channel|ci|di|production`.
package shop;

import java.time.Instant;
import java.util.Scanner;

class EligibilityCheck {
    public static void main(String[] none) {
        var lines = new Scanner(System.in);
        while (lines.hasNextLine()) {
            var it = lines.nextLine().split("\\|", -1);
            var customer = new Eligibility.Customer("a", orNull(it[0]), orNull(it[4]), orNull(it[5]));
            var channel = new Eligibility.Channel(it[3], "DANAL", "A1");
            var verifiedAt = Instant.parse(it[2]);
            var found = new Eligibility.Verification("VERIFIED", "id", "V2", channel, verifiedAt, customer);
            var reasons = Eligibility.reasonsAgainst(
                    found, "id", verifiedAt.minusSeconds(60), Instant.parse(it[1]), Boolean.parseBoolean(it[6]));
            System.out.println(String.join(",", reasons));
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
