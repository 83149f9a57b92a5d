// clang -fobjc-arc -framework Foundation PutPicture.m && LADEN_ZUGANG=<Name:Paßwort> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

static void AddPart(NSMutableData *body, NSString *boundary, NSString *head, NSData *content) {
  if (content == nil) errx(1, "Die Datei ist nicht \"lesbar\" \\ 100 %%: %s", head.UTF8String);
  NSString *start = [NSString
      stringWithFormat:@"--%@\r\nContent-Disposition: form-data; %@\r\n\r\n", boundary, head];
  [body appendData:[start dataUsingEncoding:NSUTF8StringEncoding]];
  [body appendData:content];
  [body appendData:[@"\r\n" dataUsingEncoding:NSUTF8StringEncoding]];
}

int main(void) {
  NSString *login = NSProcessInfo.processInfo.environment[@"LADEN_ZUGANG"];
  if (login.length == 0) errx(1, "Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %%, $y `z` 'q').");
  NSString *url = @"https://example.com/pictures";
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 30;
  NSString *authorization =
      [NSString stringWithFormat:@"Basic %@", [[login dataUsingEncoding:NSUTF8StringEncoding]
                                                  base64EncodedStringWithOptions:0]];
  [request setValue:authorization forHTTPHeaderField:@"Authorization"];
  NSString *boundary = NSUUID.UUID.UUIDString;
  NSMutableData *body = [NSMutableData data];
  NSData *content;
  content = [@"Haus" dataUsingEncoding:NSUTF8StringEncoding];
  NSString *head = @"name=\"titel\"\r\nContent-Type: text/plain";
  AddPart(body, boundary, head, content);
  content = [NSData dataWithContentsOfFile:@"bild.png"];
  head = @"name=\"bild\"; filename=\"bild.png\"";
  AddPart(body, boundary, head, content);
  NSString *end = [NSString stringWithFormat:@"--%@--\r\n", boundary];
  [body appendData:[end dataUsingEncoding:NSUTF8StringEncoding]];
  request.HTTPBody = body;
  NSString *type = [@"multipart/form-data; boundary=" stringByAppendingString:boundary];
  [request setValue:type forHTTPHeaderField:@"Content-Type"];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("Das Bild wurde hochgeladen.");
          exit(0);
        }] resume];
  dispatch_main();
}
