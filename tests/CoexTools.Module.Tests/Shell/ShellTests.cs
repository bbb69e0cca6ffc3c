using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Shell;

/// <summary>The shell against what pwsh 7.6 prints and returns for the same scripts.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("shell-").FullName;
    private readonly string _module;

    public ShellTests()
    {
        _module = Write("modules/StandIn/1.0.0/StandIn.psd1",
            "@{ RootModule = 'StandIn.psm1'; ModuleVersion = '1.0.0'; FunctionsToExport = @('Get-StandIn') }");
        Write("modules/StandIn/1.0.0/StandIn.psm1", "function Get-StandIn { 'stand-in' }");
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Module_is_loaded_and_its_root_comes_first()
    {
        ShellResult result = Command("Get-StandIn; $env:PSModulePath.Split([IO.Path]::PathSeparator)[0] -eq [IO.Path]::GetFullPath('modules')");
        Assert.Equal(new ShellResult(0, "stand-in\nTrue\n", ""), result);
    }

    [Fact]
    public void Built_module_is_the_default()
    {
        Assert.SkipUnless(File.Exists(ShellProcess.ModuleManifest), "The module is not built.");
        ShellResult result = ShellProcess.Run(_folder, "-Command", "(Get-Module CoexTools).Name");
        Assert.Equal(new ShellResult(0, "CoexTools\n", ""), result);
    }

    [Fact]
    public void Module_that_is_not_built_is_a_clear_error()
    {
        ShellResult result = ShellProcess.Run(_folder, "-Module", "none.psd1", "-Command", "1");
        Assert.Equal(70, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Matches("^The module is not built: '.*none.psd1' does not exist. Run 'dotnet build' first.\n$", result.Error);
    }

    [Fact]
    public void Module_that_is_broken_is_a_clear_error()
    {
        Write("modules/StandIn/1.0.0/StandIn.psm1", "throw 'broken'");
        ShellResult result = Command("1");
        Assert.Equal(70, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.StartsWith("The module '", result.Error);
        Assert.Contains("broken", result.Error);
    }

    [Theory]
    [InlineData("-Name x -Flag -N:5 a b", "x|True|5|a,b")]
    [InlineData("-name: x -Flag:$false 4 a", "x|False|4|a")]
    [InlineData("x -Flag:true -N 4", "x|True|4|")]
    [InlineData("-Flag x 7 y -z", "x|True|7|y,-z")]
    public void File_binds_parameters(string args, string expected)
    {
        Write(
            "s.ps1",
            "param([string] $Name, [switch] $Flag, [int] $N = 3, [Parameter(ValueFromRemainingArguments)] $Rest)\n"
                + "\"$Name|$Flag|$N|$($Rest -join ',')\"");
        Assert.Equal(new ShellResult(0, expected + "\n", ""), Run(["-File", "s.ps1", .. args.Split(' ')]));
    }

    [Fact]
    public void File_passes_what_is_left_as_args_and_knows_its_folder()
    {
        string path = Write("sub/s.ps1", "foreach ($a in $args) { \"$a $($a.GetType().Name)\" }; $PSScriptRoot; $PSCommandPath");
        Assert.Equal(new ShellResult(0, $"a String\n-b String\n-c String\nTrue Boolean\n5 String\n{Path.GetDirectoryName(path)}\n{path}\n", ""),
            Run("-NoProfile", "-NonInteractive", Path.Combine("sub", "s.ps1"), "a", "-b", "-c:$true", "5"));
    }

    [Theory]
    [InlineData("'x'; exit 7", 7, "x\n")]
    [InlineData("function f { exit 8 }; f; 'no'", 8, "")]
    [InlineData("try { exit 9 } finally { 'f' }", 9, "f\n")]
    [InlineData("1..3 | & { process { if ($_ -eq 2) { exit 3 }; $_ } }", 3, "1\n")]
    [InlineData("[CmdletBinding()] param() exit 4", 4, "")]
    [InlineData("exit", 0, "")]
    [InlineData("& $PSScriptRoot/exit5.ps1; \"after $LASTEXITCODE\"", 0, "after 5\n")]
    [InlineData("& $PSScriptRoot/exit5.ps1; exit $LASTEXITCODE", 5, "")]
    [InlineData("$Host.SetShouldExit(6)", 6, "")]
    public void File_ends_with_the_code_of_exit(string script, int code, string output)
    {
        Write("exit5.ps1", "exit 5");
        Assert.Equal(new ShellResult(code, output, ""), Script(script));
    }

    [Theory]
    [InlineData("exit 5", 5)]
    [InlineData("& { function f { exit 6 }; f }; 2", 6)]
    [InlineData("./exit5.ps1", 1)]
    [InlineData("./exit5.ps1; exit $LASTEXITCODE", 5)]
    [InlineData("./exit5.ps1; $null = 1", 0)]
    [InlineData("", 0)]
    public void Command_ends_with_the_code_of_pwsh(string command, int code)
    {
        Write("exit5.ps1", "exit 5");
        Assert.Equal(new ShellResult(code, "", ""), Command(command));
    }

    [Fact]
    public void Command_takes_the_rest_of_the_line() => Assert.Equal(new ShellResult(0, "3\n", ""), Command("1", "+", "2"));

    [Fact]
    public void Command_fails_if_its_last_statement_does()
    {
        const string Text = """
            Get-Nope: The term 'Get-Nope' is not recognized as a name of a cmdlet, function,
            script file, or executable program. Check the spelling of the name, or if a path
            was included, verify that the path is correct and try again.

            """;
        ShellResult result = Command("Get-Nope");
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(Unwrap(Text), Unwrap(result.Error));
        Assert.Equal(0, Command("Get-Nope; $null = 1").ExitCode);
    }

    [Fact]
    public void Terminating_error_is_printed_with_its_place()
    {
        ShellResult result = Script("'before'\nfunction Deep { throw 'it broke' }\nDeep\n'never'");
        Assert.Equal(new ShellResult(1, "before\n", $$"""
            Exception: {{Path.Combine(_folder, "s.ps1")}}:2
            Line |
               2 |  function Deep { throw 'it broke' }
                 |                  ~~~~~~~~~~~~~~~~
                 | it broke

            """.ReplaceLineEndings("\n")), result);
    }

    [Fact]
    public void Error_that_does_not_terminate_leaves_success()
    {
        ShellResult result = Script("[int] 'abc'\n'end'");
        Assert.Equal(new ShellResult(0, "end\n", $"""
            InvalidArgument: {Path.Combine(_folder, "s.ps1")}:1
            Line |
               1 |  [int] 'abc'
                 |  ~~~~~~~~~~~
                 | Cannot convert value "abc" to type "System.Int32". Error: "The input
                 | string 'abc' was not in a correct format."

            """.ReplaceLineEndings("\n")), result);
    }

    [Fact]
    public void Error_of_syntax_is_printed_with_its_place()
    {
        ShellResult result = Command("1 +* 2");
        Assert.Equal(new ShellResult(1, "", """
            ParserError: 
            Line |
               1 |  1 +* 2
                 |     ~
                 | You must provide a value expression following the '+' operator.

            """.ReplaceLineEndings("\n")), result);
    }

    [Fact]
    public void Objects_are_formatted_as_in_pwsh()
    {
        ShellResult result = Script("""
            [pscustomobject]@{ A = 1; B = 'two' }, [pscustomobject]@{ A = 22; B = '日本' }
            'text'
            [pscustomobject]@{ P1 = 1; P2 = 2; P3 = 3; P4 = 4; P5 = 5 } | Out-Default
            """);
        Assert.Equal(new ShellResult(0, """


            P1 : 1
            P2 : 2
            P3 : 3
            P4 : 4
            P5 : 5

             A B
             - -
             1 two
            22 日本
            text


            """.ReplaceLineEndings("\n"), ""), result);
    }

    [Fact]
    public void Messages_go_to_standard_error_and_progress_nowhere()
    {
        ShellResult result = Script("""
            $DebugPreference = 'Continue'
            function Say {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('w'); $PSCmdlet.WriteVerbose('v'); $PSCmdlet.WriteDebug('d')
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'a', 'b'))
                'object'
            }
            Say -Verbose
            $Host.UI.WriteLine('host')
            $Host.UI.WriteLine('Red', 'Black', 'colour')
            """);
        Assert.Equal(new ShellResult(0, "object\nhost\ncolour\n", "WARNING: w\nVERBOSE: v\nDEBUG: d\n"), result);
    }

    [Fact]
    public void Width_is_that_of_COLUMNS() => Assert.Equal("80\n", Command("$Host.UI.RawUI.BufferSize.Width").Output);

    [Fact]
    public void Standard_input_can_be_read() =>
        Assert.Equal(
            new ShellResult(0, "in: a\n\n", ""),
            ShellProcess.RunWithInput("a\n", _folder, "-Module", _module, "-c", "'in: ' + [Console]::In.ReadToEnd()"));

    [Theory]
    [InlineData("$Host.UI.ReadLine()", 0, "")]
    [InlineData("[CmdletBinding()] param([Parameter(Mandatory)] $X) $X", 1,
        "s.ps1: Cannot process command because of one or more missing mandatory parameters: X.\n")]
    [InlineData("[CmdletBinding()] param() if ($PSCmdlet.ShouldContinue('really?', 'caption')) { 'yes' }", 0, "")]
    [InlineData("[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ($PSCmdlet.ShouldProcess('t')) { 'yes' }", 0, "")]
    public void Questions_fail_where_nobody_answers(string script, int code, string error)
    {
        Write("s.ps1", script);
        ShellResult result = ShellProcess.RunWithInput("y\ny\n", _folder, "-Module", _module, "s.ps1");
        Assert.Equal(code, result.ExitCode);
        Assert.Empty(result.Output);
        if (error.Length > 0)
            Assert.Equal(error, result.Error);
        else
            Assert.Contains("PowerShell is in NonInteractive mode. Read and Prompt", Unwrap(result.Error));
    }

    [Theory]
    [InlineData("-Command", "The -Command parameter requires a command.")]
    [InlineData("-f", "The -File parameter requires a path.")]
    [InlineData("-c -", "Reading commands from standard input is not supported.")]
    [InlineData("-Nonsense", "The parameter '-Nonsense' is not recognized.")]
    [InlineData("none.ps1", "The argument 'none.ps1' is not recognized as the name of a script file.")]
    [InlineData("-NoProfile", "A script or a command is required. Interactive mode is not supported.")]
    public void Wrong_usage_is_64(string args, string message) =>
        Assert.Equal(new ShellResult(64, "", message + " Use -Help to display the usage.\n"), ShellProcess.Run(_folder, args.Split(' ')));

    [Fact]
    public void Version_and_help_are_shown()
    {
        Assert.Matches(@"^CoexTools \d+\.\d+\.\d+ \(PowerShell 7\.\d+\.\d+\)\n$", ShellProcess.Run(_folder, "-Version").Output);
        Assert.StartsWith("Runs a PowerShell script", ShellProcess.Run(_folder, "-Help").Output);
    }

    // The first interrupt stops the script and runs finally. The second one ends a script that does not stop.
    [Theory]
    [InlineData(1, "try { 'go'; while ($true) { [Threading.Thread]::Sleep(50) } } finally { [Console]::WriteLine('finally') }", "go\nfinally\n")]
    [InlineData(2, "try { 'go'; while ($true) { } } finally { while ($true) { [Threading.Thread]::Sleep(50) } }", "go\n")]
    public void Interrupt_stops_the_script(int interrupts, string script, string output)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot send Ctrl+C to a single process.");
        Write("s.ps1", script);
        (ShellResult result, TimeSpan time) = ShellProcess.RunAndInterrupt(_folder, interrupts, "-Module", _module, "s.ps1");
        Assert.Equal(new ShellResult(130, output, ""), result);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // The scripts never end, and other tests use the processors.
    }

    private static string Unwrap(string text) => Regex.Replace(text, @"\s+(\| )?", " ");

    private string Write(string name, string text)
    {
        string path = Path.GetFullPath(Path.Combine(_folder, name));
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private ShellResult Run(params string[] args) => ShellProcess.Run(_folder, ["-Module", _module, .. args]);

    private ShellResult Command(params string[] words) => Run(["-Command", .. words]);

    private ShellResult Script(string text)
    {
        Write("s.ps1", text);
        return Run("-File", "s.ps1");
    }
}
