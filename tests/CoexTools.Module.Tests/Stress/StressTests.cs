using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace CoexTools.Module.Tests.Stress;

/// <summary>A short run of each verb of the stress program, and how it keeps a case that fails.</summary>
public sealed class StressTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coextools-stress-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("kills", 1, "4 kills on 1 files")]
    [InlineData("faults", 4, "4 cases")]
    [InlineData("writers", 1, "80 changes by 8 processes")]
    [InlineData("mutations", 300, "75 NSF files")]
    [InlineData("nsf", 100, "100 NSF files")]
    [InlineData("oracle", 12, "12 directories")]
    [InlineData("consoles", 40, "40 directories")]
    [InlineData("memory", 14, "after     14 commands")]
    [InlineData("worst", 1, "documents of one domain")]
    public void A_short_run_of_each_verb_succeeds(string verb, int count, string expected)
    {
        (int exitCode, string output) = Run(verb, "--count", $"{count}", "--seed", $"{Random.Shared.Next()}");
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, output);
        Assert.Contains(expected, output);
        Assert.EndsWith($"{verb}: {count} cases, 0 failed,", output.TrimEnd()[..^" 00:00:00".Length]);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_short_run_of_the_loss_of_power_succeeds_or_says_what_is_missing()
    {
        (int exitCode, string output) = Run("crashes", "--count", "2", "--seed", $"{Random.Shared.Next()}");
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, output);
        Assert.SkipWhen(
            output.Contains("crashes: skipped. ", StringComparison.Ordinal),
            "The system calls of a process cannot be recorded.");
        Assert.Matches("2 changes of [1-9][0-9]+ operations", output);
        Assert.Matches("Ext4: [1-9][0-9,]* states, [1-9][0-9,]* different ones checked", output);
        Assert.Matches("Strict: [1-9][0-9,]* states, [1-9][0-9,]* different ones checked", output);
        Assert.Contains("crashes: 2 cases, 0 failed", output);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_short_run_of_the_fuzzer_succeeds_or_says_what_is_missing()
    {
        (int exitCode, string output) = Run("fuzz", "--count", "60");
        TestContext.Current.TestOutputHelper!.WriteLine(output);
        Assert.True(exitCode == 0, output);
        Assert.SkipWhen(
            output.TrimEnd().EndsWith("fuzz: skipped. This verb requires afl-fuzz (AFL++).", StringComparison.Ordinal),
            "AFL++ is not installed.");
        Assert.Matches("dxl: [1-9][0-9]+ files read", output);
        Assert.Matches("nsf: [1-9][0-9]+ files read", output);
        Assert.Contains("fuzz: 2 cases, 0 failed", output);
    }

    [Fact]
    public void An_input_that_a_fuzzer_found_can_be_read_again()
    {
        string kept = Path.Combine(_folder, "fuzz-1-0.case.json");
        byte[] input = [.. "<database><document form='Domain'/></database>"u8];
        File.WriteAllText(
            kept, JsonSerializer.Serialize(new { Verb = "fuzz", Seed = 1, Case = 0, Error = "x", Input = input }));
        (int exitCode, string output) = Run("--reproduce", kept);
        Assert.True(exitCode == 0, output);
        Assert.Contains("fuzz: 1 cases, 0 failed", output);
        File.WriteAllText(
            kept, JsonSerializer.Serialize(new { Verb = "oracle", Seed = 1, Case = 0, Error = "x", Input = input }));
        (exitCode, output) = Run("--reproduce", kept); // No other verb reads an input.
        Assert.Equal(1, exitCode);
        Assert.Contains(nameof(NotSupportedException), output);
    }

    [Fact]
    public void The_files_of_a_folder_are_read_as_the_XML_reader_reads_them()
    {
        string suite = Directory.CreateDirectory(Path.Combine(_folder, "suite")).FullName;
        string[] files =
        [
            "<a/>", "<a>", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'v'>]><a>&e;</a>", "<a b='1' b='2'/>",
            "<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>", "<a>]]></a>",
            "<a><![CDATA[</document>]]></a>", "<a:b/>", "<a>&#0;</a>", "<?xml version='1.1'?><a/>",
        ];
        for (int i = 0; i < files.Length; i++)
            File.WriteAllText(Path.Combine(suite, $"{i}.xml"), files[i]);
        (int exitCode, string output) = Run("xml", "--folder", suite);
        Assert.True(exitCode == 0, output);
        Assert.Contains("10 cases, 0 failed", output);
        Assert.Contains("in a Domain document, sweep: DxlMalformed, not well-formed", output);
    }

    [Fact]
    public void A_case_that_fails_is_kept_and_can_be_run_again()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, ""); // Not a folder, so that nothing can be written into it.
        (int exitCode, string output) = Run("kills", "--seed", "5", "--count", "1", "--folder", file);
        Assert.Equal(1, exitCode);
        string kept = Path.Combine(_folder, "kills-5-0.case.json");
        Assert.Contains($"--reproduce {kept}", output);
        JsonElement failed = JsonDocument.Parse(File.ReadAllText(kept)).RootElement;
        Assert.Equal("kills", failed.GetProperty("Verb").GetString());
        Assert.Equal((5, 0), (failed.GetProperty("Seed").GetInt32(), failed.GetProperty("Case").GetInt32()));

        (exitCode, output) = Run("--reproduce", kept);
        Assert.Equal(1, exitCode);
        Assert.Contains("kills: 1 cases, 1 failed", output);
        (exitCode, output) = Run("--reproduce", kept, "--folder", _folder);
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("kills --count")]
    [InlineData("kills --count many")]
    [InlineData("kills --speed 5")]
    public void A_command_line_that_is_not_valid_is_refused(string arguments) =>
        Assert.Equal(2, Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ExitCode);

    private (int ExitCode, string Output) Run(params string[] arguments)
    {
        string program = typeof(StressTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(one => one.Key == "Stress").Value!;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();
        return (process.ExitCode, output + (process.ExitCode == 0 ? "" : error.Result));
    }
}
