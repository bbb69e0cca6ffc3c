using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace CoexTools.Package;

/// <summary>
/// Creates a package from the files of a module folder that <c>Install-PSResource</c> and <c>Install-Module</c> can
/// install. The output is deterministic: the entries have a fixed order and the same timestamp.
/// </summary>
internal static class Program
{
    // 1980 is the earliest year in the ZIP format. Noon avoids daylight saving time changes in any time zone.
    private const string FixedTime = "1980-01-01T12:00:00Z";

    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("Usage: CoexTools.Package <module folder> <output folder>");
            return 2;
        }
        string module = Path.GetFullPath(arguments[0]);
        string output = Path.GetFullPath(arguments[1]);
        try
        {
            string manifest = Directory.GetFiles(module, "*.psd1").Single();
            PackageBuilder package = Describe(ModuleManifest.Read(manifest));
            IEnumerable<string> paths = Directory.GetFiles(module, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(module, file).Replace('\\', '/'));
            foreach (string path in paths.Order(StringComparer.Ordinal))
                package.Files.Add(
                    new PhysicalPackageFile { SourcePath = Path.Combine(module, path), TargetPath = path });

            Directory.CreateDirectory(output);
            string target = Path.Combine(output, $"{package.Id}.{package.Version!.ToNormalizedString()}.nupkg");
            using (FileStream stream = File.Create(target))
                package.Save(stream);
            Console.WriteLine(target);
            return 0;
        }
        catch (Exception e)
            when (e is FormatException or InvalidOperationException or IOException or PackagingException)
        {
            // MSBuild recognizes this format as an error.
            Console.Error.WriteLine(e is FormatException ? e.Message : $"{module}: error PACK00: {e.Message}");
            return 1;
        }
    }

    private static PackageBuilder Describe(ModuleManifest manifest)
    {
        var package = new PackageBuilder(deterministic: true)
        {
            DeterministicTimestamp = FixedTime,
            Id = manifest.Name,
            Version = NuGetVersion.Parse(manifest.Version),
            Description = manifest.Required("Description"),
            Copyright = manifest.Required("Copyright"),
            ReleaseNotes = manifest.Optional("ReleaseNotes"),
            LicenseUrl = Link(manifest, "LicenseUri"),
            ProjectUrl = Link(manifest, "ProjectUri"),
            IconUrl = Link(manifest, "IconUri"),
        };
        package.Authors.Add(manifest.Required("Author"));
        package.Owners.Add(manifest.Required("CompanyName"));
        // Publish-PSResource adds the PSModule tag. Publish-Module adds the tags with cmdlet names, which the
        // PowerShell Gallery uses for search.
        package.Tags.AddRange(manifest.Tags);
        package.Tags.Add("PSModule");
        package.Tags.Add("PSIncludes_Cmdlet");
        package.Tags.AddRange(manifest.Cmdlets.Select(name => $"PSCmdlet_{name}"));
        package.Tags.AddRange(manifest.Cmdlets.Select(name => $"PSCommand_{name}"));
        return package;
    }

    private static Uri? Link(ModuleManifest manifest, string key) =>
        manifest.Optional(key) is { } text ? new Uri(text) : null;
}
