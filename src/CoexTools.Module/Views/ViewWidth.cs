using System.Collections;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace CoexTools.Views;

/// <summary>
/// The number of columns that a view is displayed in. PowerShell lays out a table after it has read the properties of
/// the object, and does not pass the width to them. A text that is to fit needs it earlier: the width that
/// <c>Out-String</c> or <c>Out-File</c> specifies, or that of the console. The running commands are not public in
/// PowerShell. If a version does not have the members that are read here, the width is that of the console.
/// </summary>
internal static class ViewWidth
{
    private const int Standard = 80;
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The width.</summary>
    public static int Current => Runspace.DefaultRunspace is { } runspace
        ? Math.Max(1, Requested(runspace) ?? ConsoleOf(runspace) - 1)
        : Standard;

    // The innermost pipeline that ends in a command of the output decides. Only two of these commands have a width.
    private static int? Requested(Runspace runspace)
    {
        object? pipeline = runspace.GetType()
            .GetMethod("GetCurrentlyRunningPipeline", Any, null, [], null)?.Invoke(runspace, null);
        foreach (object processor in Each(Read(Read(pipeline, "Stopper"), "_stack")))
        {
            foreach (object command in Each(Read(processor, "Commands")))
            {
                object? cmdlet = Read(command, "Command");
                switch (cmdlet?.GetType().Name)
                {
                    case "OutStringCommand" or "OutFileCommand":
                        // Without a value, both use the width of the console.
                        return Read(cmdlet, "Width") is int and > 0 and var width ? width : null;
                    case "OutDefaultCommand" or "OutHostCommand":
                        return null;
                }
            }
        }
        return null;
    }

    private static int ConsoleOf(Runspace runspace)
    {
        try
        {
            return Read(runspace, "Host") is PSHost { UI.RawUI: { } console }
                && console.BufferSize.Width is > 1 and var width
                ? width
                : Standard;
        }
        catch (Exception e)
            when (e is HostException or NotImplementedException or NotSupportedException or System.IO.IOException)
        {
            return Standard; // A host without a console.
        }
    }

    private static IEnumerable<object> Each(object? list) => (list as IEnumerable)?.Cast<object>() ?? [];

    // Private fields are found only in the type that declares them.
    private static object? Read(object? instance, string name)
    {
        for (Type? type = instance?.GetType(); type is not null; type = type.BaseType)
        {
            const BindingFlags own = Any | BindingFlags.DeclaredOnly;
            if (type.GetProperty(name, own) is { CanRead: true } property)
                return property.GetValue(instance);
            if (type.GetField(name, own) is { } field)
                return field.GetValue(instance);
        }
        return null;
    }
}
