using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using CoexTools.Files;
using CoexTools.Text;

namespace CoexTools.Scheduling;

/// <summary>Runs programs of the operating system, such as systemctl.</summary>
internal static class SystemProgram
{
    private const int NotFound = 127;

    // In bytes. The output that is read as bytes is a credential.
    private const int LargestOutput = 1 << 16;

    /// <summary>Runs a program, and returns its exit code and the lines of its output and its errors.</summary>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        var output = new StringBuilder();
        try
        {
            using var process = new Process { StartInfo = StartOf(program, arguments) };
            process.OutputDataReceived += (_, line) => Add(output, line.Data);
            process.ErrorDataReceived += (_, line) => Add(output, line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            lock (output)
                return (process.ExitCode, output.ToString());
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            return (NotFound, e.Message);
        }
    }

    /// <summary>
    /// Runs a program that reads bytes and writes bytes. They can be a secret, which must not be in the command line.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="input">The bytes to read from the standard input.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The exit code, the output, which the caller clears, and the errors.</returns>
    public static (int ExitCode, byte[] Output, string Error) Filter(
        string program, byte[] input, params string[] arguments)
    {
        var error = new StringBuilder();
        ProcessStartInfo start = StartOf(program, arguments);
        start.RedirectStandardInput = true;
        byte[] output = new byte[LargestOutput];
        try
        {
            using var process = new Process { StartInfo = start };
            process.ErrorDataReceived += (_, line) => Add(error, line.Data);
            process.Start();
            process.BeginErrorReadLine();
            Feed(process.StandardInput.BaseStream, input);
            Stream from = process.StandardOutput.BaseStream;
            int length = from.ReadFully(output, 0, output.Length);
            bool isComplete = length < output.Length;
            from.Dispose(); // A program that writes more ends with an error.
            process.WaitForExit();
            byte[] result = new byte[length];
            Array.Copy(output, result, length);
            lock (error)
                return (isComplete ? process.ExitCode : -1, result, error.ToString().Trim());
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            return (NotFound, [], e.Message);
        }
        finally
        {
            Array.Clear(output, 0, output.Length);
        }
    }

    private static void Feed(Stream stream, byte[] input)
    {
        try
        {
            using (stream)
                stream.Write(input, 0, input.Length);
        }
        catch (IOException)
        {
            // The program has ended without reading it. Its exit code shows why.
        }
    }

    // .NET and Windows also look in the current folder, where others could have placed a program of the same name.
    private static string Find(string program)
    {
        if (Path.IsPathRooted(program))
            return program;
        bool isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        IEnumerable<string> folders = isWindows
            ? [Environment.SystemDirectory]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(Path.IsPathRooted);
        return folders.Select(folder => Path.Combine(folder, program + (isWindows ? ".exe" : "")))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"Cannot find the program '{program}'.");
    }

    private static ProcessStartInfo StartOf(string program, string[] arguments) =>
        new(Find(program), string.Join(" ", arguments.Select(Escaped.WindowsArgument)))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };

    private static void Add(StringBuilder output, string? line)
    {
        lock (output)
        {
            if (line is not null)
                output.Append(line).Append('\n');
        }
    }
}
