// Runs a program as often as it is told to, each time with its assembly loaded anew.
//
//     Starter ASSEMBLY
//
// It is told of runs, and tells of them, by lines, as templates/python/starter.py says.
using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

var commands = Console.In;
var replies = Console.Out;
Console.SetIn(TextReader.Null);
replies.WriteLine("ready");
while (commands.ReadLine() is { } line)
{
    var fields = line.Split(' ');
    var texts = fields.Skip(1).Select(Convert.FromHexString).Select(Encoding.UTF8.GetString).ToArray();
    replies.WriteLine($"{fields[0]} started 0");
    var wanted = texts.Skip(4).Select(pair => pair.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
    foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        if (!wanted.ContainsKey((string)own.Key))
            Environment.SetEnvironmentVariable((string)own.Key, null);
    foreach (var (name, value) in wanted)
        Environment.SetEnvironmentVariable(name, value);
    using var output = new StreamWriter(texts[2]) { AutoFlush = true };
    using var errors = new StreamWriter(texts[3]) { AutoFlush = true };
    Console.SetOut(output);
    Console.SetError(errors);
    replies.WriteLine($"{fields[0]} ended {Run(args[0])}");
}

// Runs an assembly, and returns its exit code: for an exception, the signal by which .NET ends.
static int Run(string assembly)
{
    var context = new AssemblyLoadContext(null, isCollectible: true);
    try
    {
        var main = context.LoadFromAssemblyPath(assembly).EntryPoint!;
        object?[] words = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
        return main.Invoke(null, words) is int code ? code : 0;
    }
    catch (TargetInvocationException error)
    {
        var trace = error.InnerException!.ToString();
        var end = trace.LastIndexOf("\n   at System.RuntimeMethodHandle."); // the call from here
        Console.Error.WriteLine($"Unhandled exception. {(end < 0 ? trace : trace[..end])}");
        return -6;
    }
    finally
    {
        context.Unload();
    }
}
