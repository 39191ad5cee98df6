import { Controller, createApp, Module, Post, UploadedFile, UploadStream } from '@tenon/http';

@Controller('/videos')
class VideoController {
  @Post()
  add(
    @UploadedFile('video', { to: 'handler' }) video: UploadStream,
    @UploadedFile('sound', { to: 'handler' }) sound: UploadStream,
  ) {
    return [video.fileName, sound.fileName];
  }
}

@Module({ controllers: [VideoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
