using System.Globalization;
using System.Text.Json;

namespace CoexTools.Stress;

/// <summary>The command line of the program.</summary>
/// <param name="Verb">What to test.</param>
/// <param name="Seed">The seed of all random numbers of the run.</param>
/// <param name="Count">The number of cases; null for the default of the verb.</param>
/// <param name="Folder">The folder for the files of the run, or, for the verb xml, of the test suite; null for a
/// temporary folder.</param>
/// <param name="Case">The only case to run, from a file that reproduces a failure.</param>
/// <param name="Input">The input of this case, if the seed does not determine it.</param>
internal sealed record StressOptions(string Verb, int Seed, int? Count, string? Folder, int? Case, byte[]? Input)
{
    public const string Usage = """
        CoexTools.Stress <verb> [--seed number] [--count number] [--folder path]
        CoexTools.Stress --reproduce file

        kills      Kills processes that change a file.
        faults     Lets each step and each system call of a change fail.
        crashes    Checks the states that the loss of power can leave.
        writers    Lets eight processes change one file.
        mutations  Reads DXL and NSF files with random defects.
        nsf        Reads NSF files of rare shapes with random defects.
        fuzz       Reads DXL and NSF files that AFL++ derives from code coverage.
        oracle     Compares access, paths, and availability with an independent implementation.
        consoles   Compares the findings on random console logs with an independent implementation.
        memory     Runs commands in one session and watches memory, handles, and threads.
        worst      Measures the commands with the worst directories.
        xml        Reads the files of the W3C XML Conformance Test Suite inside a directory.
        """;

    /// <summary>Parses the command line.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static StressOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? verb = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                verb = verb is null ? args[i]
                    : throw new ArgumentException($"The argument '{args[i]}' is not expected.");
            else if (args[i] is not ("--seed" or "--count" or "--folder" or "--reproduce") || i + 1 == args.Length)
                throw new ArgumentException($"The option '{args[i]}' is unknown or has no value.");
            else
                values[args[i]] = args[++i];
        }
        if (values.GetValueOrDefault("--reproduce") is { } file)
        {
            return JsonSerializer.Deserialize<FailedCase>(File.ReadAllText(file)) is { } failed
                ? new StressOptions(
                    failed.Verb, failed.Seed, null, values.GetValueOrDefault("--folder")
                        ?? failed.Folder, failed.Case, failed.Input)
                : throw new ArgumentException($"'{file}' does not describe a case.");
        }
        if (verb is null || StressProgram.Create(verb) is null)
            throw new ArgumentException(verb is null ? "The verb is missing." : $"The verb '{verb}' is unknown.");
        return new StressOptions(
            verb, Number("--seed") ?? 1, Number("--count"), values.GetValueOrDefault("--folder"), null, null);

        int? Number(string name) => values.GetValueOrDefault(name) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : throw new ArgumentException($"'{text}' is not a number for {name}.");
    }
}

/// <summary>A case that failed, as the program keeps it.</summary>
internal sealed record FailedCase(string Verb, int Seed, int Case, string? Folder, string Error, byte[]? Input);
