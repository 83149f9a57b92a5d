import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Scanner;
import java.util.Set;

/**
 * Runs the main method of a class as often as it is told to, as `java -cp PLACE CLASS` does.
 *
 * <p>java Starter PLACE CLASS
 *
 * <p>It is told of runs, and tells of them, by lines, as templates/python/starter.py says. A run
 * has the class loaded anew, and the environment of this process, which can't change it: for
 * another one it answers `cold`.
 */
class Starter {
  /** What shells add to the environment by themselves. */
  private static final Set<String> OF_SHELLS = Set.of("_", "OLDPWD", "PWD", "SHLVL");

  private static volatile int code;

  public static void main(String[] words) throws Exception {
    PrintStream replies = System.out;
    var properties = (Properties) System.getProperties().clone();
    var commands = new Scanner(System.in, StandardCharsets.US_ASCII);
    System.setIn(InputStream.nullInputStream());
    replies.println("ready");
    while (commands.hasNextLine()) {
      String[] fields = commands.nextLine().split(" ");
      String[] texts = Arrays.stream(fields).skip(1).map(Starter::text).toArray(String[]::new);
      if (!fits(texts)) {
        replies.println(fields[0] + " cold");
        continue;
      }
      replies.println(fields[0] + " started 0");
      System.setProperties((Properties) properties.clone());
      try (var out = open(texts[2]);
          var err = open(texts[3])) {
        System.setOut(out);
        System.setErr(err);
        run(Path.of(words[0]), words[1]);
      }
      replies.println(fields[0] + " ended " + code);
    }
    System.exit(0); // whatever threads a run has left behind
  }

  private static String text(String digits) {
    return new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8);
  }

  private static PrintStream open(String file) throws IOException {
    String name = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return new PrintStream(new FileOutputStream(file), true, Charset.forName(name));
  }

  /** Says whether a run has the environment of this process, which can't change it. */
  private static boolean fits(String[] texts) {
    Map<String, String> wanted = new HashMap<>();
    for (String variable : Arrays.copyOfRange(texts, 4, texts.length)) {
      int end = variable.indexOf('=');
      wanted.put(variable.substring(0, end), variable.substring(end + 1));
    }
    Map<String, String> own = new HashMap<>(System.getenv());
    wanted.keySet().removeAll(OF_SHELLS);
    own.keySet().removeAll(OF_SHELLS);
    return own.equals(wanted);
  }

  /** Runs a class as the JVM would: to the end of all threads that it has to wait for. */
  private static void run(Path place, String name) throws Exception {
    code = 1;
    var group = new ThreadGroup("main");
    try (var loader = new URLClassLoader(new java.net.URL[] {place.toUri().toURL()})) {
      var main = new Thread(group, () -> call(loader, name), "main");
      main.setContextClassLoader(loader);
      main.start();
      main.join();
      for (boolean waits = true; waits; ) {
        waits = false;
        var threads = new Thread[group.activeCount() + 8];
        for (int number = group.enumerate(threads) - 1; number >= 0; number--) {
          if (!threads[number].isDaemon()) {
            waits = true;
            threads[number].join();
          }
        }
      }
    }
  }

  private static void call(ClassLoader loader, String name) {
    try {
      var method = loader.loadClass(name).getDeclaredMethod("main", String[].class);
      method.setAccessible(true);
      method.invoke(null, (Object) new String[0]);
      code = 0;
    } catch (InvocationTargetException error) {
      for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
        cause.setStackTrace(withoutStarter(cause.getStackTrace(), name));
      }
      System.err.print("Exception in thread \"main\" ");
      error.getCause().printStackTrace();
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }

  /** Leaves out the calls that led to the class, which the JVM makes in another way. */
  private static StackTraceElement[] withoutStarter(StackTraceElement[] trace, String name) {
    int end = trace.length;
    while (end > 0 && !trace[end - 1].getClassName().equals(name)) end--;
    return end == 0 ? trace : Arrays.copyOf(trace, end);
  }
}
