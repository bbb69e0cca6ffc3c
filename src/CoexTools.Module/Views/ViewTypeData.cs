using System.Management.Automation.Runspaces;
using System.Reflection;

namespace CoexTools.Views;

/// <summary>
/// Defines the properties that views display. They are hidden: Select-Object, ConvertTo-Json, and Export-Csv omit them.
/// </summary>
internal static class ViewTypeData
{
    /// <summary>The definitions for all output objects, and for those that are not rehydrated.</summary>
    public static IEnumerable<TypeData> All
    {
        get
        {
            TypeData[] all = [new(typeof(CoexObject)), new("Deserialized." + typeof(CoexObject).FullName)];
            foreach (MethodInfo text in Texts(typeof(ViewCells)).Concat(Texts(typeof(ViewLists))))
            {
                foreach (TypeData type in all)
                    type.Members.Add(text.Name, new CodePropertyData(text.Name, text) { IsHidden = true });
            }
            return all;
        }
    }

    private static MethodInfo[] Texts(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
