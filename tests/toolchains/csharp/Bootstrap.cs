// Compiles one C# 12 source file into an assembly, with Roslyn, inside a .NET 8 process that was
// started for something else (see README.md). It is the only code here that Debian's mcs compiles,
// and it is used once, to build CSharpNet8.cs. mcs cannot read Roslyn's metadata, hence the late
// binding; everything that has a choice about its language is in CSharpNet8.cs.
//
// Environment: BOOTSTRAP_ROSLYN and BOOTSTRAP_FRAMEWORK are the folders with Roslyn's and with the
// framework's assemblies, BOOTSTRAP_SOURCE is the file to compile, BOOTSTRAP_OUTPUT the assembly.
using System;
using System.IO;
using System.Linq;
using System.Reflection;

internal class StartupHook
{
    static readonly string Roslyn = Environment.GetEnvironmentVariable("BOOTSTRAP_ROSLYN");

    // .NET calls this before the program's own Main, which never gets its turn.
    public static void Initialize()
    {
        AppDomain.CurrentDomain.AssemblyResolve += (sender, e) =>
        {
            var path = Path.Combine(Roslyn, new AssemblyName(e.Name).Name + ".dll");
            return File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
        Environment.Exit(Compile() ? 0 : 1);
    }

    static bool Compile()
    {
        var source = Environment.GetEnvironmentVariable("BOOTSTRAP_SOURCE");
        var output = Environment.GetEnvironmentVariable("BOOTSTRAP_OUTPUT");
        var framework = Environment.GetEnvironmentVariable("BOOTSTRAP_FRAMEWORK");

        var tree = Call(CSharp("CSharpSyntaxTree"), "ParseText", "text", File.ReadAllText(source), "path", source);
        var references = new[] { framework, Roslyn }
            .SelectMany(folder => Directory.GetFiles(folder, "*.dll"))
            .GroupBy(Path.GetFileName)
            .Select(group => Call(Core("MetadataReference"), "CreateFromFile", "path", group.First()));
        var options = Call(
            CSharp("CSharpCompilationOptions"), ".ctor",
            "outputKind", Enum.Parse(Core("OutputKind"), "DynamicallyLinkedLibrary"),
            "nullableContextOptions", Enum.Parse(Core("NullableContextOptions"), "Enable"));
        var compilation = Call(
            CSharp("CSharpCompilation"), "Create",
            "assemblyName", Path.GetFileNameWithoutExtension(output),
            "syntaxTrees", ArrayOf(Core("SyntaxTree"), tree),
            "references", ArrayOf(Core("MetadataReference"), references.ToArray()),
            "options", options);

        dynamic result;
        using (Stream stream = File.Create(output))
        {
            result = ((dynamic)compilation).Emit(stream);
        }
        foreach (dynamic diagnostic in result.Diagnostics)
        {
            if (diagnostic.Severity.ToString() == "Error")
            {
                Console.Error.WriteLine(diagnostic.ToString());
            }
        }
        return result.Success;
    }

    static Type Core(string name)
    {
        return Type.GetType("Microsoft.CodeAnalysis." + name + ", Microsoft.CodeAnalysis", true);
    }

    static Type CSharp(string name)
    {
        return Type.GetType("Microsoft.CodeAnalysis.CSharp." + name + ", Microsoft.CodeAnalysis.CSharp", true);
    }

    static Array ArrayOf(Type type, params object[] items)
    {
        var array = Array.CreateInstance(type, items.Length);
        items.CopyTo(array, 0);
        return array;
    }

    // Calls the shortest constructor or static method that takes the named arguments (name, value,
    // name, value, ...) and has defaults for all others.
    static object Call(Type type, string name, params object[] named)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        var method = type.GetMember(name, Any)
            .Cast<MethodBase>()
            .Where(candidate => Accepts(candidate.GetParameters(), named))
            .OrderBy(candidate => candidate.GetParameters().Length)
            .First();
        var arguments = method.GetParameters().Select(parameter => Argument(parameter, named)).ToArray();
        var constructor = method as ConstructorInfo;
        return constructor != null ? constructor.Invoke(arguments) : method.Invoke(null, arguments);
    }

    static bool Accepts(ParameterInfo[] parameters, object[] named)
    {
        var given = Enumerable.Range(0, named.Length / 2);
        return parameters.All(parameter => parameter.IsOptional || named.Contains(parameter.Name))
            && given.All(i => parameters.Any(parameter =>
                parameter.Name == (string)named[2 * i] && parameter.ParameterType.IsInstanceOfType(named[2 * i + 1])));
    }

    static object Argument(ParameterInfo parameter, object[] named)
    {
        var index = Array.IndexOf(named, parameter.Name);
        return index >= 0 ? named[index + 1] : Type.Missing;
    }
}
