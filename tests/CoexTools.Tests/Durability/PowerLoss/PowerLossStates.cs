using System.Security.Cryptography;

namespace CoexTools.Tests.Durability.PowerLoss;

/// <summary>Lists the states that the loss of power can leave at each moment of a sequence of operations.</summary>
/// <param name="start">The disk before the operations. All of it was flushed.</param>
/// <param name="operations">The operations.</param>
/// <param name="model">What the file system keeps.</param>
/// <param name="random">Chooses states where there are too many to list all.</param>
/// <param name="bound">
/// The number of independent changes, such as names or sectors, of which all subsets are listed. Of more, some subsets
/// and a sample are listed.
/// </param>
internal sealed class PowerLossStates(
    Disk start, IReadOnlyList<DiskOperation> operations, DiskModel model, Random random, int bound = 8)
{
    private const int Page = 4096;

    private static readonly int[] Sectors = [512, 4096];

    private readonly int _samples = 3 * bound;
    private readonly int _combinations = 50 * bound;
    private (int Cut, Dictionary<int, byte[]> Contents) _complete = (-1, []);

    /// <summary>Returns the states. The same state can be returned more than once.</summary>
    public IEnumerable<PowerLossState> All() => Enumerable.Range(0, operations.Count + 1).SelectMany(At);

    /// <summary>Returns the states at a moment.</summary>
    /// <param name="cut">The number of operations that were started before.</param>
    public IEnumerable<PowerLossState> At(int cut)
    {
        List<HashSet<int>> names = [.. NamesAt(cut)];
        // What the data of a file can be depends on the names only if a rename writes the data.
        foreach (IGrouping<int, HashSet<int>> alike in names.GroupBy(kept => ReplacingRename(cut, kept)))
        {
            List<Survival> data = [.. DataAt(cut, alike.Key)];
            foreach ((HashSet<int> kept, Survival survival) in Pairs([.. alike], data))
                yield return Build(cut, kept, survival);
        }
    }

    // The names and attributes that are kept, by the index of their operation.
    private IEnumerable<HashSet<int>> NamesAt(int cut)
    {
        int[] changes = [.. Enumerable.Range(0, cut).Where(index => operations[index].IsLogged)];
        bool IsKept(int index) => FlushOf(index) < cut;
        int[] certain = [.. changes.Where(IsKept)], uncertain = [.. changes.Where(index => !IsKept(index))];
        if (model == DiskModel.Strict)
            return Subsets(uncertain).Select(subset => new HashSet<int>([.. certain, .. subset]));
        return Enumerable.Range(0, uncertain.Length + 1)
            .Select(count => new HashSet<int>([.. certain, .. uncertain.Take(count)]));
    }

    // The first operation that makes a change durable.
    private int FlushOf(int index)
    {
        for (int later = index + 1; later < operations.Count; later++)
        {
            bool flushes = (operations[later], operations[index], model) switch
            {
                // The log of the file system contains all changes of names and attributes, and is written as a whole.
                (DiskOperation.FlushFile, { IsLogged: true }, DiskModel.Ext4 or DiskModel.Ntfs) => true,
                (DiskOperation.FlushFolder, { IsLogged: true }, DiskModel.Ext4) => true,
                (DiskOperation.FlushFile flush, DiskOperation.SetAttribute set, _) => flush.File == set.File,
                (DiskOperation.FlushFile flush, { Changed: { } changed }, _) => flush.File == changed,
                (DiskOperation.FlushFolder flush, { IsName: true } named, DiskModel.Strict) =>
                    FolderOf(named) == flush.Path,
                _ => false,
            };
            if (flushes)
                return later;
        }
        return int.MaxValue;
    }

    // CoexTools renames files within their folder only.
    private static string? FolderOf(DiskOperation named) => Path.GetDirectoryName(named switch
    {
        DiskOperation.Create create => create.Path,
        DiskOperation.CreateFolder folder => folder.Path,
        DiskOperation.Link link => link.Path,
        DiskOperation.Unlink unlink => unlink.Path,
        DiskOperation.Rename rename => rename.To,
        _ => null,
    });

    // With auto_da_alloc, ext4 writes the data of a file when the file replaces another one.
    private int ReplacingRename(int cut, HashSet<int> names) => model != DiskModel.Ext4 ? -1 : Enumerable.Range(0, cut)
        .LastOrDefault(
            index => names.Contains(index) && operations[index] is DiskOperation.Rename { Replaces: true }, -1);

    // What can remain of the contents.
    private IEnumerable<Survival> DataAt(int cut, int rename)
    {
        var files = new List<List<FileSurvival>>();
        int? renamed = rename < 0 ? null : ((DiskOperation.Rename)operations[rename]).File;
        foreach (int file in operations.Take(cut).Select(operation => operation.Changed).OfType<int>().Distinct())
        {
            int[] uncertain =
            [
                .. Enumerable.Range(0, cut).Where(index => operations[index].Changed == file && FlushOf(index) >= cut
                    && (file != renamed || index > rename)),
            ];
            if (uncertain.Length > 0)
            {
                // The first two are the complete content, and the one without the changes.
                IEnumerable<FileSurvival> choices =
                    model == DiskModel.Ext4 ? Ordered(file, uncertain, cut) : Torn(file, uncertain, cut);
                files.Add([.. choices.DistinctBy(choice => Convert.ToHexString(SHA256.HashData(choice.Content)))]);
            }
        }
        long product = files.Aggregate(1L, (count, choices) => Math.Min(_combinations, count) * choices.Count);
        if (product <= _combinations)
        {
            IEnumerable<Survival> all = [Survival.Complete];
            return files.Aggregate(
                all, (former, choices) => former.SelectMany(one => choices.Select(choice => one.With(choice))));
        }
        // The states of each file with the others complete and lost, and a sample.
        return files.SelectMany(choices => choices.SelectMany(choice => new[] { 0, 1 }.Select(others =>
                files.Where(other => other != choices).Aggregate(
                    Survival.Complete.With(choice),
                    (one, other) => one.With(other[Math.Min(others, other.Count - 1)])))))
            .Concat(Enumerable.Range(0, _samples).Select(_ =>
                files.Aggregate(Survival.Complete, (one, choices) => one.With(choices[random.Next(choices.Count)]))));
    }

    // Without a flush, appended data reaches the disk page by page, and the length follows the data. Pages that are
    // overwritten in place survive or not.
    private IEnumerable<FileSurvival> Ordered(int file, int[] uncertain, int cut)
    {
        byte[] certain = Certain(file, uncertain, cut), complete = Applied(certain, uncertain);
        yield return new FileSurvival(file, complete, "");
        yield return new FileSurvival(file, certain, "all new data");
        byte[] content = certain;
        foreach (int index in uncertain)
        {
            if (operations[index] is DiskOperation.Write write)
            {
                long end = write.Offset + write.Bytes.Length;
                foreach (long page in Some([.. Boundaries(write, Page)]))
                {
                    int length = (int)(page - write.Offset);
                    byte[] part = Disk.Written(content, write.Offset, write.Bytes.AsSpan(0, length));
                    yield return new FileSurvival(file, part, $"data of file {file} after {page}");
                }
                if (write.Offset < content.Length)
                {
                    byte[] last = Disk.Written(content, write.Offset, write.Bytes);
                    foreach (long page in Some([.. Boundaries(write, Page)]))
                    {
                        int kept = (int)Math.Min(page, content.Length);
                        if (kept > write.Offset)
                        {
                            byte[] hole = [.. content.AsSpan(0, kept), .. last.AsSpan(kept)];
                            yield return new FileSurvival(file, hole, $"data of file {file} before {kept}");
                        }
                    }
                }
                content = Disk.Written(content, write.Offset, write.Bytes);
                yield return new FileSurvival(file, content, $"data of file {file} after {end}");
            }
            else
            {
                content = Disk.Resized(content, ((DiskOperation.Resize)operations[index]).Length);
                yield return new FileSurvival(file, content, $"data of file {file} after operation {index}");
            }
        }
    }

    // Any subset of the writes, of the lengths, and of the sectors of a write.
    private IEnumerable<FileSurvival> Torn(int file, int[] uncertain, int cut)
    {
        byte[] certain = Certain(file, uncertain, cut), complete = Applied(certain, uncertain);
        yield return new FileSurvival(file, complete, "");
        yield return new FileSurvival(file, certain, "all new data");
        int[] lengths =
        [
            complete.Length, certain.Length,
            .. Enumerable.Range(1, uncertain.Length - 1).Select(count => Applied(certain, uncertain[..count]).Length),
        ];
        foreach (int length in lengths.Distinct())
        {
            foreach (int[] kept in Subsets(uncertain))
            {
                string lost = string.Join(", ", uncertain.Except(kept));
                yield return new FileSurvival(
                    file, Disk.Resized(Applied(certain, kept), length),
                    $"operations {lost} of file {file}, length {length}");
            }
        }
        foreach (int torn in uncertain.Where(index => operations[index] is DiskOperation.Write))
        {
            var write = (DiskOperation.Write)operations[torn];
            int before = Array.IndexOf(uncertain, torn);
            byte[] without = Applied(certain, uncertain[..before]);
            long end = write.Offset + write.Bytes.Length;
            foreach (int sector in Sectors)
            {
                long[] ends = [.. Boundaries(write, sector), end];
                foreach (bool[] kept in Patterns(ends.Length))
                {
                    byte[] content = Disk.Resized(without, Math.Max(without.Length, end), isCopy: true);
                    long begin = write.Offset;
                    for (int i = 0; i < ends.Length; begin = ends[i++])
                    {
                        int place = (int)(begin - write.Offset);
                        if (kept[i])
                            write.Bytes.AsSpan(place..(int)(ends[i] - write.Offset)).CopyTo(content.AsSpan((int)begin));
                    }
                    content = Applied(content, uncertain[(before + 1)..]);
                    string sectors = string.Concat(kept.Select(one => one ? '+' : '-'));
                    yield return new FileSurvival(file, content, $"sectors of {sector} of operation {torn}: {sectors}");
                    int last = Array.LastIndexOf(kept, true);
                    if (last >= 0 && last < ends.Length - 1 && before == uncertain.Length - 1)
                    {
                        // The length was not written completely either.
                        yield return new FileSurvival(
                            file, Disk.Resized(content, Math.Max(certain.Length, ends[last])),
                            $"sectors of {sector} of operation {torn}: {sectors}, and the length");
                    }
                }
            }
        }
    }

    // The content without the changes that are uncertain.
    private byte[] Certain(int file, int[] uncertain, int cut) => Applied(
        start.Contents.GetValueOrDefault(file, []),
        [.. Enumerable.Range(0, cut).Where(index => operations[index].Changed == file).Except(uncertain)]);

    private byte[] Applied(byte[] content, IEnumerable<int> changes) => changes.Aggregate(
        content,
        (former, index) => operations[index] is DiskOperation.Write write
            ? Disk.Written(former, write.Offset, write.Bytes)
            : Disk.Resized(former, ((DiskOperation.Resize)operations[index]).Length));

    // The boundaries of sectors within a write, as positions in the file.
    private static IEnumerable<long> Boundaries(DiskOperation.Write write, int size)
    {
        long end = write.Offset + write.Bytes.Length;
        for (long boundary = ((write.Offset / size) + 1) * size; boundary < end; boundary += size)
            yield return boundary;
    }

    // Which of some sectors are kept: all beginnings, all but one, only one, and a sample. Of many, some of these.
    private IEnumerable<bool[]> Patterns(int count)
    {
        int[] some = [.. Some([.. Enumerable.Range(0, count)])];
        foreach (int one in some)
        {
            yield return [.. Enumerable.Range(0, count).Select(index => index < one)];
            yield return [.. Enumerable.Range(0, count).Select(index => index != one)];
            yield return [.. Enumerable.Range(0, count).Select(index => index == one)];
        }
        if (count <= bound)
        {
            for (int bits = 0; bits < 1 << count; bits++)
                yield return [.. Enumerable.Range(0, count).Select(index => (bits >> index & 1) != 0)];
            yield break;
        }
        for (int i = 0; i < _samples; i++)
            yield return [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0)];
    }

    private IEnumerable<T> Some<T>(IReadOnlyList<T> all) => all.Count <= bound
        ? all
        : all.Take(2).Concat(all.TakeLast(2))
            .Concat(Enumerable.Range(0, bound - 4).Select(_ => all[random.Next(all.Count)])).Distinct();

    private IEnumerable<int[]> Subsets(int[] all)
    {
        if (all.Length <= bound)
        {
            return Enumerable.Range(0, 1 << all.Length)
                .Select(bits => all.Where((_, index) => (bits >> index & 1) == 0).ToArray());
        }
        return Enumerable.Range(0, all.Length).Reverse().Append(all.Length).Select(count => all[..count])
            .Concat(all.Select(one => (int[])[one]))
            .Concat(all.Select(one => all.Except([one]).ToArray()))
            .Concat(Enumerable.Range(0, _samples).Select(_ => all.Where(_ => random.Next(2) == 0).ToArray()));
    }

    // All pairs; of many, each with the first two of the others, and a sample.
    private IEnumerable<(TFirst First, TSecond Second)> Pairs<TFirst, TSecond>(List<TFirst> first, List<TSecond> second)
    {
        if ((long)first.Count * second.Count <= _combinations)
            return first.SelectMany(one => second.Select(other => (one, other)));
        return first.SelectMany(one => second.Take(2).Select(other => (one, other)))
            .Concat(second.SelectMany(other => (IEnumerable<(TFirst, TSecond)>)[(first[0], other), (first[^1], other)]))
            .Concat(Enumerable.Range(0, _samples).Select(
                _ => (first[random.Next(first.Count)], second[random.Next(second.Count)])));
    }

    private PowerLossState Build(int cut, HashSet<int> names, Survival data)
    {
        Disk disk = start.Copy();
        var attributes = new HashSet<int>();
        var lost = new List<string>();
        for (int index = 0; index < cut; index++)
        {
            DiskOperation operation = operations[index];
            if (operation.IsName && names.Contains(index))
                disk.Apply(operation);
            if (operation.IsLogged && !names.Contains(index))
                lost.Add($"{index} {operation}");
            if (operation is DiskOperation.SetAttribute attribute && !names.Contains(index))
                attributes.Add(attribute.File);
        }
        foreach ((int file, byte[] content) in CompleteAt(cut))
            disk.Contents[file] = content;
        foreach (FileSurvival file in data.Files)
        {
            disk.Contents[file.File] = file.Content;
            if (file.Lost.Length > 0)
                lost.Add(file.Lost);
        }
        foreach (int file in disk.Names.Values.Where(file => !disk.Contents.ContainsKey(file)).ToList())
            disk.Contents[file] = []; // The name survived, and the rest did not.
        disk.DropOrphans();
        return new PowerLossState(disk, cut, attributes, string.Join("; ", lost));
    }

    // The contents of the files that were changed, if nothing is lost.
    private Dictionary<int, byte[]> CompleteAt(int cut)
    {
        if (_complete.Cut != cut)
        {
            Disk disk = start.Copy();
            foreach (DiskOperation operation in operations.Take(cut).Where(operation => operation.Changed is not null))
                disk.Apply(operation);
            _complete = (cut, disk.Contents);
        }
        return _complete.Contents;
    }

    // What remains of the content of a file, and what is lost, for people.
    private sealed record FileSurvival(int File, byte[] Content, string Lost);

    private sealed record Survival(IReadOnlyList<FileSurvival> Files)
    {
        public static Survival Complete { get; } = new([]);

        public Survival With(FileSurvival file) => new([.. Files, file]);
    }
}
