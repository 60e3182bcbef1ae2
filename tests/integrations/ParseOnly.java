// java ParseOnly.java FILE…: prints the syntax errors of these files; what they import need not be there.
import com.sun.source.util.JavacTask;
import java.nio.file.Path;
import java.util.Arrays;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

class ParseOnly {
    public static void main(String[] files) throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var manager = compiler.getStandardFileManager(found, null, null)) {
            var sources = manager.getJavaFileObjectsFromPaths(Arrays.stream(files).map(Path::of).toList());
            ((JavacTask) compiler.getTask(null, manager, found, null, null, sources)).parse();
        }
        found.getDiagnostics().forEach(System.out::println);
    }
}
