using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CoexTools.Stress;

/// <summary>
/// One of the tests of the program. Each case depends only on its random numbers, so that it can be run again.
/// </summary>
internal abstract class StressVerb : IDisposable
{
    /// <summary>
    /// The number of cases if none is specified; null if the verb has a fixed number, which is known after
    /// <see cref="Prepare"/>.
    /// </summary>
    public abstract int DefaultCount { get; }

    /// <summary>Whether cases run in parallel.</summary>
    public virtual bool IsParallel => false;

    /// <summary>Returns the number of cases of a run with a specified count.</summary>
    public virtual int Cases(int? count) => count ?? DefaultCount;

    /// <summary>What was counted or measured.</summary>
    public abstract IEnumerable<string> Figures { get; }

    /// <summary>Prepares the run.</summary>
    /// <exception cref="SkippedException">The machine does not have what the verb requires.</exception>
    public virtual void Prepare(string folder, StressOptions options)
    {
    }

    /// <summary>Runs a case. Any exception means that the case failed.</summary>
    public abstract void Run(int number, Random random);

    /// <summary>Runs a case that is an input, and not a number. Any exception means that the case failed.</summary>
    public virtual void Reproduce(byte[] input) => throw new NotSupportedException();

    /// <summary>Called after all cases. An exception means that the run failed as a whole.</summary>
    public virtual void Finish()
    {
    }

    public virtual void Dispose()
    {
    }
}

/// <summary>A verb cannot run on this machine.</summary>
internal sealed class SkippedException(string reason) : Exception(reason);

/// <summary>A case failed with an input that the random numbers of the case do not determine.</summary>
internal sealed class InputException(string message, byte[] input) : Exception(message)
{
    public byte[] Input => input;
}

/// <summary>Runs a verb, reports its progress, and keeps the cases that fail.</summary>
internal static class StressProgram
{
    private const int MaximumFailures = 20;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static StressVerb? Create(string verb) => verb switch
    {
        "kills" => new Kills(),
        "faults" => new Faults(),
        "crashes" => new Crashes(),
        "writers" => new Writers(),
        "mutations" => new Mutations(),
        "nsf" => new NsfDefects(),
        "fuzz" => new Fuzzing(),
        "oracle" => new OracleQuestions(),
        "consoles" => new ConsoleLogs(),
        "memory" => new SessionMemory(),
        "worst" => new WorstDirectories(),
        "xml" => new XmlSuite(),
        _ => null,
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 0 if all cases passed or the verb was skipped, 1 if a case failed.</returns>
    public static int Run(StressOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("coextools-stress-").FullName;
        int failures = 0, done = 0;
        var watch = Stopwatch.StartNew();
        using StressVerb verb = Create(options.Verb)!;
        try
        {
            Console.WriteLine(
                $"{options.Verb}: "
                    + $"seed {options.Seed}, {RuntimeInformation.OSDescription}, "
                    + $"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} "
                    + $"processors, {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
            if (options.Input is null)
                verb.Prepare(folder, options);
            int count = options.Case is null ? verb.Cases(options.Count) : 1;
            using var progress = new Timer(
                _ => Console.Error.WriteLine(
                    $"{options.Verb}: {Volatile.Read(ref done):N0} of {count:N0}, {failures} "
                        + $"failed, {watch.Elapsed:hh\\:mm\\:ss}"),
                null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            Parallel.For(
                0, count,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = verb.IsParallel
                    ? Math.Max(2, Environment.ProcessorCount) : 1
                },
                (index, state) =>
                {
                    int number = options.Case ?? index;
                    try
                    {
                        if (options.Input is null)
                            verb.Run(number, new Random(HashCode(options.Seed, number)));
                        else
                            verb.Reproduce(options.Input);
                    }
                    catch (Exception e) when (e is not SkippedException)
                    {
                        Keep(options, number, e);
                        if (Interlocked.Increment(ref failures) >= MaximumFailures)
                            state.Stop();
                    }
                    Interlocked.Increment(ref done);
                });
            if (options.Case is null)
                verb.Finish();
        }
        catch (SkippedException e)
        {
            Console.WriteLine($"{options.Verb}: skipped. {e.Message}");
            return 0;
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException)
        {
            Console.WriteLine(e.Message);
            failures++;
        }
        finally
        {
            verb.Dispose();
            Directory.Delete(folder, recursive: true);
        }
        foreach (string figure in verb.Figures)
            Console.WriteLine(figure);
        Console.WriteLine($"{options.Verb}: {done:N0} cases, {failures} failed, {watch.Elapsed:hh\\:mm\\:ss}");
        return failures == 0 ? 0 : 1;
    }

    // The same for the same case of the same run, on each machine.
    private static int HashCode(int seed, int number) =>
        unchecked((int)((uint)seed * 2654435761u) ^ (number * 40503 + 12289));

    private static void Keep(StressOptions options, int number, Exception error)
    {
        string path = Path.GetFullPath($"{options.Verb}-{options.Seed}-{number}.case.json");
        byte[]? input = (error as InputException)?.Input ?? options.Input;
        var failed = new FailedCase(options.Verb, options.Seed, number, options.Folder, error.ToString(), input);
        File.WriteAllText(path, JsonSerializer.Serialize(failed, Indented));
        Console.WriteLine($"Case {number} failed. To run it again: --reproduce {path}\n{error}");
    }
}
