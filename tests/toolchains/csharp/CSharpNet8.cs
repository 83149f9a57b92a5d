// The C# compiler, runner and formatter behind the csharp-net8 command: a startup hook for a
// .NET 8 process, so Initialize is called before the program's own Main, which never gets its turn.
//
//   csharp-net8 compile OUT.dll SOURCE.cs [OUT2.dll SOURCE2.cs ...]
//   csharp-net8 compile --into FOLDER SOURCE.cs [SOURCE2.cs ...]
//   csharp-net8 run OUT.dll [ARGUMENT ...]
//   csharp-net8 format [--check] SOURCE.cs [SOURCE2.cs ...]
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

internal static class StartupHook
{
    public static void Initialize()
    {
        // What the sample starts is not to be hooked.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);

        var self = Assembly.GetExecutingAssembly().Location;
        string[] arguments = Environment.GetCommandLineArgs()[1..];
        if (arguments is ["run", var assembly, ..])
        {
            Environment.Exit(Run(assembly, arguments[2..]));
        }

        if (arguments is ["--version"])
        {
            Console.WriteLine(Environment.Version);
            Environment.Exit(0);
        }

        // A second copy of this assembly, which sees Roslyn.
        var context = new RoslynLoadContext(Path.Combine(Path.GetDirectoryName(self)!, "roslyn"));
        var main = context.LoadFromAssemblyPath(self).GetType(nameof(CommandLine))!.GetMethod(nameof(CommandLine.Main))!;
        Environment.Exit((int)main.Invoke(null, [arguments])!);
    }

    private static int Run(string path, string[] arguments)
    {
        var entry = Assembly.LoadFrom(Path.GetFullPath(path)).EntryPoint!;
        object?[] parameters = entry.GetParameters().Length == 0 ? [] : [arguments];
        try
        {
            // The compiler makes an async Main's entry point wait for its task.
            return entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null) is int code ? code : 0;
        }
        catch (Exception exception)
        {
            // Text and exit code as dotnet's for an exception that nobody caught; there, nothing
            // stands below Main on the stack.
            var text = exception.ToString();
            var below = text.IndexOf($"{Environment.NewLine}   at System.RuntimeMethodHandle.InvokeMethod(");
            Console.Error.WriteLine("Unhandled exception. " + (below < 0 ? text : text[..below]));
            return 134;
        }
    }
}

// Takes what is in a folder from there, and only the rest from the application. The application has
// older versions of some of Roslyn's dependencies, which would win in the default context.
internal sealed class RoslynLoadContext(string folder) : AssemblyLoadContext("Roslyn")
{
    protected override Assembly? Load(AssemblyName name)
    {
        var path = Path.Combine(folder, name.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

public static class CommandLine
{
    public static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["compile", "--into", var folder, _, ..]:
                return Compiler.Compile([.. arguments[3..].SelectMany(source => new[] { Into(folder, source), source })]);
            case ["compile", _, _, ..] when arguments.Length % 2 == 1:
                return Compiler.Compile(arguments[1..]);
            case ["compile", "--version"]:
                Console.WriteLine(typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3));
                return 0;
            case ["format", "--check", _, ..]:
                return SourceFormatter.Format(arguments[2..], check: true);
            case ["format", _, ..]:
                return SourceFormatter.Format(arguments[1..], check: false);
            default:
                Console.Error.WriteLine("usage: csharp-net8 compile OUT.dll SOURCE.cs [OUT2.dll SOURCE2.cs ...]");
                Console.Error.WriteLine("       csharp-net8 compile --into FOLDER SOURCE.cs [SOURCE2.cs ...]");
                Console.Error.WriteLine("       csharp-net8 run OUT.dll [ARGUMENT ...]");
                Console.Error.WriteLine("       csharp-net8 format [--check] SOURCE.cs [SOURCE2.cs ...]");
                return 2;
        }
    }

    private static string Into(string folder, string source) =>
        Path.Combine(folder, Path.GetFileNameWithoutExtension(source) + ".dll");
}

internal static class Compiler
{
    // What the SDK's console template generates for <ImplicitUsings>enable</ImplicitUsings>.
    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp12);

    // Nullable as in the SDK's console template; the two codes are what the SDK turns off by default.
    private static readonly CSharpCompilationOptions CompilationOptions = new CSharpCompilationOptions(
        OutputKind.ConsoleApplication,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: 8,
        optimizationLevel: OptimizationLevel.Debug)
        .WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic>
        {
            ["CS1701"] = ReportDiagnostic.Suppress,
            ["CS1702"] = ReportDiagnostic.Suppress,
        });

    public static int Compile(string[] pairs)
    {
        var home = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        var references = Directory.GetFiles(Path.Combine(home, "framework"), "*.dll")
            .Select(path => MetadataReference.CreateFromFile(path))
            .ToArray();
        var implicitUsings = CSharpSyntaxTree.ParseText(ImplicitUsings, ParseOptions, "GlobalUsings.g.cs", Encoding.UTF8);

        var succeeded = true;
        foreach (var pair in pairs.Chunk(2))
        {
            var (output, source) = (pair[0], pair[1]);
            var tree = CSharpSyntaxTree.ParseText(File.ReadAllText(source), ParseOptions, source, Encoding.UTF8);
            var compilation = CSharpCompilation.Create(
                Path.GetFileNameWithoutExtension(output), [tree, implicitUsings], references, CompilationOptions);
            using var assembly = new MemoryStream();
            var result = compilation.Emit(assembly);
            foreach (var diagnostic in result.Diagnostics.Where(found => found.Severity >= DiagnosticSeverity.Warning))
            {
                Console.Error.WriteLine(diagnostic);
            }

            if (result.Success)
            {
                File.WriteAllBytes(output, assembly.ToArray());
            }
            else
            {
                File.Delete(output);
                succeeded = false;
            }
        }

        return succeeded ? 0 : 1;
    }
}

internal static class SourceFormatter
{
    // Roslyn's formatter with its default options: what `dotnet format whitespace` does where there
    // is no .editorconfig. With check, names each place that would change and changes nothing.
    public static int Format(string[] paths, bool check)
    {
        using var workspace = new AdhocWorkspace();
        var options = workspace.Options
            .WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, "\n");

        var clean = true;
        foreach (var path in paths)
        {
            var text = SourceText.From(File.ReadAllText(path));
            var root = CSharpSyntaxTree.ParseText(text, path: path).GetRoot();
            var changes = Formatter.GetFormattedTextChanges(root, workspace, options);
            if (changes.Count == 0)
            {
                continue;
            }

            clean = false;
            if (!check)
            {
                File.WriteAllText(path, text.WithChanges(changes).ToString());
                continue;
            }

            foreach (var change in changes)
            {
                var position = text.Lines.GetLinePosition(change.Span.Start);
                var (before, after) = (Quote(text.ToString(change.Span)), Quote(change.NewText));
                Console.Error.WriteLine(
                    $"{path}({position.Line + 1},{position.Character + 1}): error WHITESPACE: {before} should be {after}");
            }
        }

        return clean || !check ? 0 : 1;
    }

    private static string Quote(string? text) =>
        '"' + (text ?? "").Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t") + '"';
}
