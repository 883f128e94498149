;; The scan of code-matrix.ts, which describes the memory. `npm run kernel` assembles this into kernel-bytes.ts.
(module
  (memory (export "memory") 1)

  ;; Goes through blocks of four rows, and reports each row that may reach the threshold:
  ;;   dot * scale * unit + radius * widening >= threshold
  ;; with its number and its dot product with the probe (two i32), written one pair after another from $reports on. There
  ;; must be room for one pair more than there are rows. Returns how many were written.
  (func (export "scan")
    (param $block i32) (param $blocks i32)    ;; the first one's address, and how many there are
    (param $row i32)                          ;; the number of the first row
    (param $probe i32) (param $probeEnd i32)  ;; addresses: two bytes a number, a multiple of eight numbers
    (param $unit f32) (param $widening f32) (param $threshold f32)
    (param $reports i32)                      ;; address
    (result i32)
    (local $report i32) (local $codes i32) (local $numbers i32) (local $reached i32)
    (local $units v128) (local $widenings v128) (local $thresholds v128)
    (local $eight v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $dots v128)

    (local.set $report (local.get $reports))
    (local.set $units (f32x4.splat (local.get $unit)))
    (local.set $widenings (f32x4.splat (local.get $widening)))
    (local.set $thresholds (f32x4.splat (local.get $threshold)))

    (loop $eachBlock
      (if (i32.eqz (local.get $blocks)) (then
        (return (i32.shr_u (i32.sub (local.get $report) (local.get $reports)) (i32.const 3)))))

      ;; Eight numbers of the probe at a time, with the eight codes of each of the four rows.
      (local.set $codes (i32.add (local.get $block) (i32.const 32)))
      (local.set $numbers (local.get $probe))
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (loop $eachEight
        (local.set $eight (v128.load (local.get $numbers)))
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (local.get $eight) (v128.load8x8_s (local.get $codes)))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (local.get $eight) (v128.load8x8_s offset=8 (local.get $codes)))))
        (local.set $c (i32x4.add (local.get $c)
          (i32x4.dot_i16x8_s (local.get $eight) (v128.load8x8_s offset=16 (local.get $codes)))))
        (local.set $d (i32x4.add (local.get $d)
          (i32x4.dot_i16x8_s (local.get $eight) (v128.load8x8_s offset=24 (local.get $codes)))))
        (local.set $codes (i32.add (local.get $codes) (i32.const 32)))
        (local.set $numbers (i32.add (local.get $numbers) (i32.const 16)))
        (br_if $eachEight (i32.lt_u (local.get $numbers) (local.get $probeEnd))))

      ;; Each row has four partial sums, side by side: added up, the four rows are side by side.
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $c (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
      (local.set $dots (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))

      ;; A bit for each of the four rows that may reach the threshold: none, in nearly every block.
      (local.set $reached (i32x4.bitmask (f32x4.ge
        (f32x4.add
          (f32x4.mul
            (f32x4.mul (f32x4.convert_i32x4_s (local.get $dots)) (v128.load (local.get $block)))
            (local.get $units))
          (f32x4.mul (v128.load offset=16 (local.get $block)) (local.get $widenings)))
        (local.get $thresholds))))
      (if (local.get $reached) (then
        (local.set $report (call $write (local.get $report) (i32.and (local.get $reached) (i32.const 1))
          (local.get $row) (i32x4.extract_lane 0 (local.get $dots))))
        (local.set $report (call $write (local.get $report) (i32.and (local.get $reached) (i32.const 2))
          (i32.add (local.get $row) (i32.const 1)) (i32x4.extract_lane 1 (local.get $dots))))
        (local.set $report (call $write (local.get $report) (i32.and (local.get $reached) (i32.const 4))
          (i32.add (local.get $row) (i32.const 2)) (i32x4.extract_lane 2 (local.get $dots))))
        (local.set $report (call $write (local.get $report) (i32.and (local.get $reached) (i32.const 8))
          (i32.add (local.get $row) (i32.const 3)) (i32x4.extract_lane 3 (local.get $dots))))))

      (local.set $block (local.get $codes))
      (local.set $blocks (i32.sub (local.get $blocks) (i32.const 1)))
      (local.set $row (i32.add (local.get $row) (i32.const 4)))
      (br $eachBlock))
    (unreachable))

  ;; Writes a pair, and returns where the next one goes: in its place, unless it is to be kept.
  (func $write (param $at i32) (param $keep i32) (param $row i32) (param $dot i32) (result i32)
    (i32.store (local.get $at) (local.get $row))
    (i32.store offset=4 (local.get $at) (local.get $dot))
    (select (i32.add (local.get $at) (i32.const 8)) (local.get $at) (local.get $keep))))
